/** Where a command writes to, and what it may read of its surroundings. */
export interface Io {
  readonly env: NodeJS.ProcessEnv;
  out(text: string): void;
  err(text: string): void;
}
