import { CheckedApp, tokenOf } from './checked-app';
import { Named, namesOfComponent } from './names';
import { canMeet, ReadComponent, ReadEndpoint, ReadTarget } from '../template';
import { UNKNOWN_TOKEN } from '../template/linked-templates';

const PREFIX = 'inference-component/';

/** Targets of Application Auto Scaling that are the copies of an inference component, where it is known of which. */
export function scaledComponents(app: CheckedApp): ReadTarget[] {
  return app.targets.filter(({ dimension, resourceId }) =>
    dimension === 'sagemaker:inference-component:DesiredCopyCount' && !String(resourceId).includes(UNKNOWN_TOKEN));
}

/** What is scaled, by the names that alarms may give it. An alarm on the endpoint may be about it, too. */
export function namesOfScaled(app: CheckedApp, { resourceId, place }: ReadTarget): Named {
  const own = String(resourceId).replace(PREFIX, '');
  for (const endpoint of app.endpoints.filter((candidate) => canMeet(candidate.place, place))) {
    const component = endpoint.components.find((candidate) => isNamed(app, candidate, own));
    if (component) {
      return { endpoints: [endpoint.endpointName, tokenOf(endpoint)], components: [own, ...namesOfComponent(app, component)], place };
    }
  }
  return { endpoints: endpointsOf(app, own), components: [own], place };
}

function isNamed(app: CheckedApp, component: ReadComponent, name: string): boolean {
  return namesOfComponent(app, component).includes(name);
}

/** A component of the app may be on an endpoint outside of it. */
function endpointsOf(app: CheckedApp, name: string): Array<ReadEndpoint['endpointName']> {
  return app.template.ofType('AWS::SageMaker::InferenceComponent')
    .filter((component) => [component.properties.InferenceComponentName, tokenOf(component)].includes(name))
    .flatMap(({ properties }) => typeof properties.EndpointName === 'string' ? properties.EndpointName : []);
}
