import { isUuid } from '../../domain/uuid.js';
import type { Db } from '../../registry/db.js';
import type { CommandStepUp } from '../acting.js';
import { type Caller, toReader } from '../caller.js';
import { runBesideKey, type SentAnswer } from '../once.js';
import { recordFailedStepUp } from '../step-up.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import {
  type Verdict,
  prepareWonAppeal,
  settleAppeal,
  type Deciding,
  type NotificationState,
  refuseDeciding,
  refuseRestoring,
} from './settle-appeal.js';
import { CURES } from '../../domain/commands/cures.js';
import { findAppeal } from '../../registry/appeals/appeals.js';
import { reopenReturned } from '../../registry/appeals/restorations.js';
import { getNotice } from '../../registry/notices/notices.js';
import { runCommand } from '../commands/run-command.js';
import { refuseStaffTraces } from '../outward-text.js';
import { toAppealView } from './read-appeals.js';

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

/** Decides an appeal and returns it as its judge sees it then. */
async function carryOutVerdict(
  services: Services,
  caller: Caller,
  { id, verdict, stepUp }: { id: string; verdict: Verdict; stepUp: CommandStepUp },
) {
  const appeal = await needAppeal(services, caller, id);
  refuseDeciding(appeal, caller);
  await refuseStaffTraces(services.db, { '/reasons': verdict.reasons });
  const deciding = { appeal, caller, verdict, stepUp };
  const notified =
    verdict.outcome === 'restored'
      ? await restore(services, deciding)
      : await services.db.transaction().execute((trx) => settleAppeal(services, trx, deciding));
  return { ...toAppealView(await needAppeal(services, caller, id), caller), notified };
}

async function needAppeal({ db }: Services, caller: Caller, id: string) {
  const appeal = await findAppeal(db, { id, reader: toReader(caller) });
  if (appeal === undefined) throw new Refusal('missing', CURES.noAppeal);
  return appeal;
}

/**
 * Submits a `reinstate` with the cause `appeal_won` in the transaction that decides the appeal: an approver has to
 * confirm it, and the person is notified once it is enforced.
 */
async function restore(services: Services, deciding: Deciding): Promise<NotificationState> {
  const { appeal, caller } = deciding;
  refuseRestoring(appeal);
  try {
    await runCommand({
      context: services,
      row: await getNotice(services.db, appeal.notice_id ?? ''),
      caller,
      commandId: services.newId(),
      name: 'reinstate',
      shared: {},
      repeatable: false,
      preparesRows: true,
      prepare: (preparing) => prepareWonAppeal(preparing, deciding),
    });
  } catch (error) {
    // A refused command leaves the appeal undecided; one without an answer yet will still be applied.
    if (error instanceof Refusal) await reopenReturned(services.db, appeal.id);
    throw error;
  }
  return 'after_approval';
}
