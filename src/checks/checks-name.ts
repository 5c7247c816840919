/** Under which AWS CDK reports the findings, and what acknowledged ids begin with. */
export const CHECKS_NAME = 'InsightsChecks';
