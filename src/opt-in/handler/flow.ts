/** What to report for an endpoint that is gone. */
export const NOTHING = '';

/** What becomes of an endpoint with one kind of request, in two parts as the provider framework calls them. */
export interface Flow {
  /** Returns the configuration that the endpoint is to be on in the end, or undefined when that can be told later only. */
  start(): Promise<string | undefined>;

  /**
   * Looks once, and goes on where `start` could not. Returns the configuration that the endpoint ended on, or undefined when that is still
   * to come. Throws when it will not come.
   */
  check(target: string | undefined): Promise<string | undefined>;
}
