import type { Transaction } from 'kysely';
import type { Assertion } from '../contract/people/assertion.js';
import type { StepUpAct } from '../domain/people/step-up.js';
import type { Tables } from '../registry/tables.js';
import type { Caller } from './caller.js';
import type { Services } from './services.js';

export interface CommandStepUp {
  act: StepUpAct;
  assertion: Assertion | undefined;
}

/** Who acts, in which transaction, and what their passkey has to confirm. */
export interface Acting {
  trx: Transaction<Tables>;
  services: Services;
  caller: Caller;
  stepUp: () => CommandStepUp;
}
