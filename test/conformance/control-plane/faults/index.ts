/* What may go wrong with an opt-in, and what becomes of the endpoint. */
import { REPEATED } from './repeated';
import { REVERTS } from './reverts';
import { ROLLBACKS } from './rollbacks';
import { FaultScenario } from './scenario';
import { SETTINGS_AT_RISK } from './settings';
import { STATES } from './states';
import { TEMPORARY } from './temporary';

export const FAULTS: readonly FaultScenario[] = [...TEMPORARY, ...STATES, ...ROLLBACKS, ...REPEATED, ...REVERTS, ...SETTINGS_AT_RISK];
