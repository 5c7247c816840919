/** Where a command writes to, and what it may read of its surroundings. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  readonly env: NodeJS.ProcessEnv;
}
