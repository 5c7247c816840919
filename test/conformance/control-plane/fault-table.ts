/* Runs the faults, several at the same time because each has an endpoint of its own, and puts the final states together. */
import { Handler } from './cloud-formation';
import { ControlPlane } from './control-plane';
import { FaultScenario } from './faults/scenario';
import { World } from './world';

/** What became of one endpoint. */
export interface FaultRow {
  readonly fault: string;
  readonly ended: string;
  readonly endpoint: string;
  readonly harm: readonly string[];
  readonly lost: readonly string[];
  /** What differs from what was expected. */
  readonly unexpected: readonly string[];
}

/** How many run at the same time: each waits now and then, and all share the connections of one client. */
const AT_ONCE = 12;

export async function runFaults(plane: ControlPlane, handler: Handler, faults: readonly FaultScenario[]): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  const left = faults.map((scenario, index) => async () => { rows[index] = await runFault(plane, handler, scenario); });
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      await next();
    }
  }));
  return rows;
}

async function runFault(
  plane: ControlPlane, handler: Handler, { fault, settings, run, ended: expected, endpoint, updates, copies }: FaultScenario,
): Promise<FaultRow> {
  const world = new World(plane, handler, fault, settings);
  const ended = await run(world);
  const found = world.whereabouts();
  const asExpected = expected === 'SUCCESS' ? ended.status === 'SUCCESS' : ended.status === 'FAILED' && expected.test(ended.reason!);
  const made = world.endpoint?.updates.length ?? 0;
  return {
    fault,
    ended: ended.status,
    endpoint: found,
    harm: world.harm(endpoint.split(',')[0]),
    lost: world.lostSettings(),
    unexpected: [
      ...asExpected ? [] : [`ended: ${ended.status} ${ended.reason ?? ''}`],
      ...ended.status === 'FAILED' && !ended.reason!.includes(world.endpointName) ? [`the reason does not name the endpoint: ${ended.reason}`] : [],
      ...found === endpoint ? [] : [`endpoint: ${found}`],
      ...made === updates ? [] : [`updates: ${made}`],
      ...world.copies.length === copies ? [] : [`copies: ${world.copies.length}`],
    ],
  };
}

/** The table, and what it comes to. */
export function describeFaults(rows: readonly FaultRow[]): string[] {
  const width = Math.max(...rows.map(({ fault }) => fault.length));
  const harmed = rows.filter(({ harm }) => harm.length > 0).length;
  const lost = rows.reduce((sum, row) => sum + row.lost.length, 0);
  return [
    `${'fault'.padEnd(width)}  request  final state of the endpoint`,
    ...rows.map(({ fault, ended, endpoint }) => `${fault.padEnd(width)}  ${ended}  ${endpoint}`),
    faultFigures(rows.length, harmed, lost),
  ];
}

function faultFigures(faults: number, harmed: number, lost: number): string {
  return `${faults} faults in opt-ins: endpoints harmed ${harmed}, settings lost ${lost}`;
}
