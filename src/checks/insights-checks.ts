import {
  IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation,
} from 'aws-cdk-lib';
import { Acknowledgement, acknowledgementsOf } from './acknowledgements';
import { AppTemplate, appTemplates } from './app-templates';
import { CheckSeverity } from './check-severity';
import { checkTemplates, Finding } from './check-templates';
import { CHECKS_NAME } from './checks-name';
import { InsightsCheck } from './insights-check';

/** What `InsightsChecks` looks for. */
export interface InsightsChecksProps {
  /**
   * The checks to make.
   *
   * @default - all of them
   */
  readonly checks?: InsightsCheck[];

  /**
   * The checks not to make, anywhere in the app. To let a single construct pass, acknowledge the finding there.
   *
   * @default - none
   */
  readonly except?: InsightsCheck[];
}

/**
 * Looks through the templates of an app for what makes endpoints of language models blind, silent, stuck or unsafe, whoever made them:
 * raw resources and other libraries as well.
 *
 * ```ts
 * Validations.of(app).addPlugins(new InsightsChecks());
 * ```
 *
 * Synthesis fails when there is a finding of the severity error. A construct and what is below it pass with an acknowledgement that gives
 * a reason:
 *
 * ```ts
 * Validations.of(endpoint).acknowledge({ id: 'InsightsChecks::single-zone-fleet', reason: 'A test endpoint.' });
 * ```
 */
export class InsightsChecks implements IPolicyValidationPlugin {
  /** Under which name AWS CDK reports the findings. */
  public readonly name: string = CHECKS_NAME;

  /** The version of this library. */
  public readonly version?: string;

  /** The ids of the checks that are made. */
  public readonly ruleIds?: string[];

  private readonly checks: readonly InsightsCheck[];

  /**
   * A plugin for `Validations.of(app).addPlugins`. Throws when no check is left.
   *
   * @param props what to look for
   */
  public constructor(props: InsightsChecksProps = {}) {
    const { checks = InsightsCheck.all(), except = [] } = props;
    const unwanted = except.map(({ id }) => id);
    this.checks = checks.filter(({ id }) => !unwanted.includes(id));
    if (this.checks.length === 0) {
      throw new Error(`[${CHECKS_NAME}] at least one check must be left to make, got: ${checks.length} checks, all of them excepted`);
    }
    this.ruleIds = this.checks.map(({ id }) => id);
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    this.version = require('../../package.json').version;
  }

  /**
   * Called by AWS CDK during synthesis.
   *
   * @param context the templates and the app that they come from
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const templates = appTemplates(context);
    const judged = checkTemplates(templates, this.checks.map(({ _rule }) => _rule))
      .map((finding) => judge(finding, templates[finding.template]));
    return {
      success: !judged.some(({ isAcknowledged, violation }) => !isAcknowledged && violation.severity === CheckSeverity.ERROR),
      violations: judged.map(({ violation }) => violation),
    };
  }
}

interface Judgement {
  readonly isAcknowledged: boolean;
  readonly violation: PolicyViolation;
}

/*
 * AWS CDK lets pass all violations of a rule that is acknowledged anywhere in the app. A violation that is not acknowledged at its own
 * construct therefore goes by an id of its own, with the resource in brackets like the findings of cdk-nag.
 */
function judge(finding: Finding, { constructs, templatePath }: AppTemplate): Judgement {
  const { ruleId, severity, logicalId, stackName, property, message, why, fix } = finding;
  const ownId = `${ruleId}[${`${stackName}/${logicalId}`.replace(/[^\w/.-]/g, '-')}]`;
  const found = acknowledgementsOf(constructs.get(logicalId), [ruleId, ownId]);
  const reasoned = found.find(({ reason }) => reason.trim() !== '');
  const unreasoned = reasoned ? undefined : found[0];
  return {
    isAcknowledged: reasoned !== undefined,
    violation: {
      ruleName: reasoned?.ruleId ?? (unreasoned ? `${ownId}[without-a-reason]` : ownId),
      description: message + (unreasoned ? ` (acknowledged at ${unreasoned.path}: expected a reason, got none)` : ''),
      fix,
      severity,
      ruleMetadata: { rule: ruleId, why, ...reasoned && metadataOf(reasoned) },
      violatingResources: [{
        resourceLogicalId: logicalId,
        templatePath,
        locations: [['Properties', ...property === '' ? [] : property.split('.')].join('/')],
      }],
    },
  };
}

/** The report of AWS CDK names the last acknowledgement of a rule in the app; this is the one that counts. */
function metadataOf({ path, reason }: Acknowledgement): { readonly [key: string]: string } {
  return { acknowledgedAt: path, acknowledgedBecause: reason };
}
