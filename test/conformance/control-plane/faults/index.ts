/* What may go wrong with an opt-in, and what becomes of the endpoint. */
import { BUSY } from './busy';
import { LATE } from './late';
import { OWNERS_CHANGES } from './owners-changes';
import { PERMISSIONS } from './permissions';
import { RENAMES } from './renames';
import { REPEATED } from './repeated';
import { REVERTS } from './reverts';
import { ROLLBACKS } from './rollbacks';
import { FaultScenario } from './scenario';
import { SETTINGS_AT_RISK } from './settings';
import { STATES } from './states';
import { TEMPORARY } from './temporary';

export const FAULTS: readonly FaultScenario[] = [
  ...TEMPORARY, ...LATE, ...PERMISSIONS, ...STATES, ...BUSY, ...ROLLBACKS, ...REPEATED, ...REVERTS,
  ...RENAMES, ...OWNERS_CHANGES, ...SETTINGS_AT_RISK,
];
