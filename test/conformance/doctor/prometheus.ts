/* The HTTP API of Prometheus with the data of `main.go`. */
import { ChildProcess, spawn } from 'child_process';
import { createInterface } from 'readline';

export class Prometheus {
  /** Starts the program and waits until it serves. */
  public static async start(program: string): Promise<Prometheus> {
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const url = await new Promise<string>((resolve, reject) => {
      child.once('error', reject).once('exit', (code) => reject(new Error(`the HTTP API of Prometheus ended with exit code ${code}`)));
      lines.once('line', resolve);
    });
    return new Prometheus(child, url);
  }

  private constructor(private readonly child: ChildProcess, public readonly url: string) {}

  /** It ends with its standard input. */
  public async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.stdin!.end();
    await ended;
  }
}
