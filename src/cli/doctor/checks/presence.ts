import { EndpointCheck } from './check';
import { verdicts } from '../finding';

const { ok, problem } = verdicts('endpoint');

/** Whether the endpoint is there and in service: nothing else can be told of one that is not. */
export const presence: EndpointCheck = ({ description }) => {
  if (!description) {
    return [problem('there is no such endpoint in this account and Region', 'Check the name, --region and --profile.')];
  }
  const { status, failureReason, instances } = description;
  return status === 'InService'
    ? [ok(`in service, ${instances} ${instances === 1 ? 'instance' : 'instances'}`)]
    : [problem(`${status}${failureReason ? `: ${failureReason}` : ''}`, 'An endpoint that is not in service may publish nothing. Look at its deployment first.')];
};
