import { AccountCheck, seriesFrom } from './check';
import { Source } from '../../../telemetry/catalogue';
import { verdicts } from '../finding';

const { ok, problem, unknown } = verdicts('enrichment');
const FIX = 'Deploy `new TelemetryEnrichment(scope, id)` once per account and Region (0.50 USD per GB of enriched metrics), or pass ' +
  '`--ignore enrichment` if classic metrics in PromQL and the console\'s Insights dashboard are not wanted.';

/** Whether classic metrics become queryable with PromQL. AWS's pages disagree on whether detailed observability needs it. */
export const enrichment: AccountCheck = ({ enrichment: { value, failure }, endpoints }) => {
  if (failure) {
    return [unknown(failure.message, failure.advice)];
  }
  if (value.status !== 'Running') {
    const arriving = endpoints.some(({ series }) => seriesFrom(series?.value ?? [], Source.ENGINE, Source.GPU, Source.HOST).length > 0);
    return [problem(`OTel enrichment of the account is ${value.status}${arriving ? '; engine, GPU or host series arrive nevertheless' : ''}`, FIX)];
  }
  if (value.onlyNamespaces && !value.onlyNamespaces.some((namespace) => /sagemaker/i.test(namespace))) {
    return [problem(`OTel enrichment is running, but only for ${value.onlyNamespaces.join(', ')}`, 'Add the namespace of SageMaker to its include filters.')];
  }
  return [ok('OTel enrichment is running')];
};
