import { CheckSeverity } from './check-severity';
import { CheckedApp } from './checked-app';
import { ReadResource } from '../template';

/** What a rule finds in a resource. */
export interface RuleFinding {
  readonly resource: ReadResource;
  /** Where in the resource, from its properties on, with dots. */
  readonly property: string;
  /** What is wrong, what was expected, what was given. */
  readonly message: string;
}

/** One rule: a pure function from the templates of an app to what is wrong in them. What it cannot know it lets pass. */
export interface CheckRule {
  readonly id: string;
  readonly severity: CheckSeverity;
  /** What happens when nobody cares. */
  readonly why: string;
  readonly fix: string;
  /** What it lets pass although it may be wrong, and what it may find although it is right. */
  readonly limits: string;
  readonly find: (app: CheckedApp) => RuleFinding[];
}
