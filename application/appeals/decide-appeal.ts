import { isUuid } from '../../domain/uuid.js';
import type { Db } from '../../registry/db.js';
import type { CommandStepUp } from '../acting.js';
import type { Caller } from '../caller.js';
import { runBesideKey, type SentAnswer } from '../once.js';
import { recordFailedStepUp } from '../step-up.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { carryOutVerdict } from './carry-out-verdict.js';
import type { Verdict } from './settle-appeal.js';
import { CURES } from '../../domain/commands/cures.js';

interface VerdictOrder {
  id: string;
  verdict: Verdict;
  stepUp: CommandStepUp;
  key: string | undefined;
  /** The body as sent, which a repeat has to equal. */
  body: unknown;
}

/** Decides an appeal once per key, with reasons that are sent to the person. */
export async function decideAppeal(
  services: Services & { gate: Db },
  caller: Caller,
  { key, body, ...order }: VerdictOrder,
): Promise<SentAnswer> {
  if (!isUuid(order.id)) throw new Refusal('missing', CURES.noAppeal);
  const scope = `POST /v1/appeals/${order.id}/decide`;
  const work = async () => {
    const answer = await carryOutVerdict(services, caller, order);
    return { status: 200, answer, location: null, noticeId: null };
  };
  try {
    return await runBesideKey(services.gate, { caller: caller.person.id, key, scope, body }, work);
  } catch (error) {
    if (order.stepUp.assertion !== undefined)
      await recordFailedStepUp(services, caller, { error, noticeId: null, name: scope });
    throw error;
  }
}
