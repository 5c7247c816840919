/* Opts endpoints in with the bundled handler on a control plane of its own, and prints what became of them as JSON. */
import { ControlPlane, Exchange } from './control-plane';
import { Check, runEndToEnd } from './end-to-end';
import { FaultRow, runFaults } from './fault-table';
import { FAULTS } from './faults';
import { bundledHandler } from './handler';

export interface Results {
  readonly checks: readonly Check[];
  readonly rows: readonly FaultRow[];
}

export async function runAll(): Promise<Results & { readonly exchanges: readonly Exchange[] }> {
  const plane = await ControlPlane.start();
  try {
    const handler = bundledHandler(plane.url);
    return { checks: await runEndToEnd(plane, handler), rows: await runFaults(plane, handler, FAULTS), exchanges: plane.exchanges };
  } finally {
    await plane.stop();
  }
}

if (require.main === module) {
  void runAll().then(({ checks, rows }) => console.log(JSON.stringify({ checks, rows } satisfies Results)));
}
