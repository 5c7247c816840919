/** What keeps a command from its work: told without a stack trace. */
export class Problem extends Error {}

/** How a command is called. */
export class UsageProblem extends Problem {}
