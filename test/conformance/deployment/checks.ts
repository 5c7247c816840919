/* What must be true of each deployment of app.ts. */
import { Check, Checks, metricsConfig, ofType, skipped, State } from './state';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';

const CREATED = [
  'AWS::CloudWatch::Dashboard', 'AWS::Events::Rule', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Logs::LogGroup',
  'AWS::Logs::ResourcePolicy', 'AWS::SNS::Topic', 'AWS::SageMaker::Endpoint', 'AWS::SageMaker::EndpointConfig', 'AWS::SageMaker::Model',
];
const SKIPPED = [
  'AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::ApplicationAutoScaling::ScalingPolicy', 'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm', 'AWS::Logs::MetricFilter',
];

/** What the stack has created, whose endpoint publishes so often. */
export function checkCreated(state: State, before: State, frequency: number): Check[] {
  const checks = new Checks();
  const created = Object.values(state.stack?.resources ?? {});
  checks.same('types that moto creates, each once', created.map(({ type }) => type).sort(), CREATED);
  checks.same('types that moto skips', [...skipped(state).keys()], SKIPPED);
  checks.same('what the stored template says about metrics', metricsConfig(state), [
    { EnableDetailedObservability: true, EnableEnhancedMetrics: true, MetricPublishFrequencyInSeconds: frequency },
  ]);

  const known = new Set(before.held.roles.map(({ RoleName }) => RoleName));
  const role = checks.only('roles', state.held.roles.filter(({ RoleName }) => !known.has(RoleName)));
  checkRole(checks, role);

  const model = checks.only('models', state.held.models);
  checks.same('role of the model', model.ExecutionRoleArn, role.Arn);
  checks.same('container of the model', model.PrimaryContainer, {
    Image: `763104351884.dkr.ecr.${REGION}.amazonaws.com/vllm:0.27.1-gpu-py312-cu130-ubuntu24.04-sagemaker`,
    ModelDataUrl: 's3://model-weights/qwen3-8b/model.tar.gz',
    Environment: { SM_VLLM_SHUTDOWN_TIMEOUT: '25', SM_VLLM_MAX_MODEL_LEN: '16384' },
  });

  const configuration = checks.only('configurations', state.held.configurations);
  checks.same('variants of the configuration', configuration.ProductionVariants, [{
    VariantName: 'AllTraffic',
    ModelName: model.ModelName,
    InitialInstanceCount: 2,
    InstanceType: 'ml.g4dn.12xlarge',
    InferenceAmiVersion: 'al2023-ami-sagemaker-inference-gpu-4-1',
    ModelDataDownloadTimeoutInSeconds: 900,
    ContainerStartupHealthCheckTimeoutInSeconds: 900,
    RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
  }]);

  const endpoint = checks.only('endpoints', state.held.endpoints);
  checks.same('configuration of the endpoint', endpoint.EndpointConfigName, configuration.EndpointConfigName);
  checks.same('status of the endpoint', endpoint.EndpointStatus, 'InService');
  checks.same('variants of the endpoint', endpoint.ProductionVariants, [
    { VariantName: 'AllTraffic', CurrentInstanceCount: 2, DesiredInstanceCount: 2 },
  ]);
  checks.same('tags of the endpoint', endpoint.Tags, [{ Key: 'publishes-every', Value: `${frequency} s` }]);

  checks.same('name of the topic', checks.only('topics', state.held.topics).DisplayName, 'Alarms of the endpoint');
  checkDeploymentEvents(checks, state, endpoint.EndpointName);
  checkDashboard(checks, state, endpoint.EndpointName);
  checks.same('what the stack names as created', namedIn(state), {
    'AWS::CloudWatch::Dashboard': state.held.dashboards[0]?.name,
    'AWS::Events::Rule': state.held.rules[0]?.Name,
    'AWS::IAM::Role': role.RoleName,
    'AWS::Logs::LogGroup': state.held.logGroups[0]?.logGroupName,
    'AWS::Logs::ResourcePolicy': state.held.logPolicies[0]?.policyName,
    'AWS::SNS::Topic': state.held.topics[0]?.TopicArn,
    'AWS::SageMaker::Endpoint': endpoint.EndpointArn,
    'AWS::SageMaker::EndpointConfig': configuration.EndpointConfigArn,
    'AWS::SageMaker::Model': model.ModelArn,
  });
  return checks.made;
}

/** The physical ids. That of a policy of a role is of no use to anybody. */
function namedIn({ stack }: State): unknown {
  const named = Object.values(stack?.resources ?? {}).filter(({ type }) => type !== 'AWS::IAM::Policy');
  return Object.fromEntries(named.map(({ type, physicalId }) => [type, physicalId]));
}

function checkRole(checks: Checks, { AssumeRolePolicyDocument, Policies = [] }: any): void {
  checks.same('who takes the role', AssumeRolePolicyDocument?.Statement, [{
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    Effect: 'Allow',
    Principal: { Service: 'sagemaker.amazonaws.com' },
  }]);
  checks.same('where the role may act', checks.only('policies of the role', Policies).Statement?.map(({ Resource }: any) => Resource), [
    `arn:aws:ecr:${REGION}:763104351884:repository/vllm`,
    '*',
    'arn:aws:s3:::model-weights/qwen3-8b/model.tar.gz',
    'arn:aws:s3:::model-weights',
    `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/sagemaker/*`,
    '*',
  ]);
}

/** The events of the endpoint go to the log group, which takes them. */
function checkDeploymentEvents(checks: Checks, { held }: State, endpointName: string): void {
  const group = checks.only('log groups', held.logGroups);
  const rule = checks.only('rules', held.rules);
  const policy = checks.only('policies of logs', held.logPolicies);
  checks.same('days that events are kept', group.retentionInDays, 7);
  checks.same('endpoint of the rule', JSON.parse(rule.EventPattern ?? '{}').detail?.EndpointName, [endpointName]);
  checks.same('state of the rule', rule.State, 'ENABLED');
  checks.same('target of the rule', rule.Targets?.map(({ Arn }: any) => Arn), [group.logGroupArn]);
  const statements = JSON.parse(policy.policyDocument ?? '{}').Statement;
  checks.same('log group of the policy', statements?.map(({ Resource }: any) => Resource), [group.logGroupArn]);
}

/** The dashboard arrived whole, and each of its charts asks about the endpoint that was created. */
function checkDashboard(checks: Checks, state: State, endpointName: string): void {
  const { body = '{}' } = checks.only('dashboards', state.held.dashboards);
  const endpointId = Object.entries(state.stack?.resources ?? {}).find(([, { type }]) => type === 'AWS::SageMaker::Endpoint')?.[0] ?? '';
  const values = new Map([
    [JSON.stringify({ 'Fn::GetAtt': [endpointId, 'EndpointName'] }), endpointName],
    [JSON.stringify({ Ref: 'AWS::Region' }), REGION],
  ]);
  const [, parts = []] = ofType(state, 'AWS::CloudWatch::Dashboard')[0]?.DashboardBody['Fn::Join'] ?? [];
  const written = parts.map((part: unknown) => typeof part === 'string' ? part : values.get(JSON.stringify(part)));
  checks.same('body of the dashboard', body, written.join(''));
  const charts = chartsOf(body);
  checks.same('charts that do not name the endpoint', charts.filter((chart) => !chart.includes(`"${endpointName}"`)), []);
  checks.same('whether the dashboard has charts', charts.length > 0, true);
}

/** What each chart of a dashboard asks. */
export function chartsOf(body = '{}'): string[] {
  return (JSON.parse(body).widgets ?? []).filter(({ type }: any) => type !== 'text').map(({ properties: { data, metrics = [] } }: any) => {
    const queries = (data?.queries ?? []).map(({ query }: any) => query);
    return [...queries, ...metrics.map((metric: unknown) => JSON.stringify(metric).replaceAll('\\"', '"'))].join('\n');
  });
}

/** What a second deployment with another frequency has done besides, and what the CDK CLI said of it before. */
export function checkUpdate(first: State, second: State, outputs: unknown, announced: readonly string[]): Check[] {
  const checks = new Checks();
  const [was, is] = [first, second].map(({ held }) => ({
    configuration: held.configurations[0]?.EndpointConfigName, endpoint: held.endpoints[0]?.EndpointName, dashboard: held.dashboards[0],
  }));
  checks.same('status of the stack', second.stack?.status, 'UPDATE_COMPLETE');
  checks.other('name of the configuration', is.configuration, was.configuration);
  checks.same('name of the endpoint', is.endpoint, was.endpoint);
  checks.same('name of the dashboard', is.dashboard?.name, was.dashboard?.name);
  checks.other('charts of the dashboard', chartsOf(is.dashboard?.body), chartsOf(was.dashboard?.body));
  checks.same('what else was replaced', untouched(second), untouched(first));
  checks.same('outputs', outputs, { Deployment: { EndpointName: is.endpoint, TopicArn: second.held.topics[0]?.TopicArn } });
  const isOfAlarm = (line: string) => line.includes('AWS::CloudWatch::Alarm');
  checks.same('alarms that are not updated in place', announced.filter((line) => isOfAlarm(line) && !/^\[~\] \S+ \S+$/.test(line)), []);
  checks.same('what the CDK CLI announces besides alarms', announced.filter((line) => !isOfAlarm(line)), [
    '[~] AWS::SageMaker::EndpointConfig Chat/Config replace',
    '[~] AWS::SageMaker::Endpoint Chat',
    '[~] AWS::CloudWatch::Dashboard Dashboard/Dashboard',
  ]);
  return checks.made;
}

function untouched({ stack }: State): unknown {
  return Object.values(stack?.resources ?? {}).filter(({ type }) => type !== 'AWS::SageMaker::EndpointConfig');
}

/** What moto cannot show of such a deployment, each with whether that is still so. */
export function limits(first: State, second: State, taken: { readonly [what: string]: boolean }): Check[] {
  const [configuration] = second.held.configurations;
  const [made, anew] = [first, second].map(({ held }) => held.endpoints[0].CreationTime);
  return [
    {
      what: 'its configurations have no MetricsConfig and no ExecutionRoleArn, so the publish frequency is read from the stored template',
      passed: !('MetricsConfig' in configuration) && !('ExecutionRoleArn' in configuration),
    },
    {
      what: 'it makes the endpoint anew under its name where CloudFormation updates it, and even that because a tag of it changes too',
      passed: made !== anew,
    },
    ...Object.entries(taken).map(([what, isTaken]) => ({ what: `it refuses ${what}`, passed: !isTaken })),
  ];
}
