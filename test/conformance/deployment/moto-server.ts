/* moto's server as a process of its own, on a free port of loopback. */
import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { closeSync, openSync, readFileSync } from 'fs';
import * as path from 'path';
import { setTimeout as after } from 'timers/promises';

const LONGEST_LIFE_SECONDS = 300;
const LONGEST_START_MILLIS = 60_000;
const LONGEST_STOP_MILLIS = 5_000;
const POLL_MILLIS = 100;

export class MotoServer {
  /** Starts it. What it prints goes to the file. */
  public static async start(python: string, log: string): Promise<MotoServer> {
    const output = openSync(log, 'w');
    const child = spawn(python, [path.join(__dirname, 'serve.py'), `${LONGEST_LIFE_SECONDS}`], {
      stdio: ['ignore', output, output], env: { PATH: process.env.PATH, PYTHONUNBUFFERED: '1' },
    });
    closeSync(output);
    const server = new MotoServer(child);
    try {
      server.address = await server.listening(log);
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private address = '';
  private trouble?: string;
  private readonly kill: () => void;

  private constructor(private readonly child: ChildProcess) {
    this.kill = () => child.kill('SIGKILL');
    process.once('exit', this.kill);
    child.once('error', ({ message }) => { this.trouble = message; });
  }

  public get url(): string {
    return this.address;
  }

  public async stop(): Promise<void> {
    process.off('exit', this.kill);
    if (this.isRunning) {
      const over = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      const impatience = setTimeout(this.kill, LONGEST_STOP_MILLIS);
      await over;
      clearTimeout(impatience);
    }
  }

  private get isRunning(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  private async listening(log: string): Promise<string> {
    for (let waited = 0; waited < LONGEST_START_MILLIS; waited += POLL_MILLIS) {
      await after(POLL_MILLIS);
      const printed = readFileSync(log, 'utf-8');
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(printed);
      if (found) {
        return found[1];
      }
      if (!this.isRunning) {
        throw new Error(`moto ended before it listened: ${this.trouble ?? printed}`);
      }
    }
    throw new Error(`moto did not listen within ${LONGEST_START_MILLIS / 1000} s`);
  }
}
