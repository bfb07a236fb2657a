import { mayJudge, type AppealOutcome } from '../../domain/appeals/appeal.js';
import { decideUserNotice } from '../../domain/duties/user-notice.js';
import type { CommandStepUp } from '../acting.js';
import { confirmStepUp } from '../people/passkeys/step-up.js';
import { recordAct } from '../record-act.js';
import { can, rolesWith } from '../../domain/people/permission.js';
import { isEnforcedAction } from '../../domain/targets/decision-action.js';
import { writeAppealOutcomes } from '../../letters/user-message.js';
import {
  findAppeal,
  insertOutcomeMessage,
  markDecided,
  reopenAppeal,
  type AppealRow,
} from '../../registry/appeals/appeals.js';
import { setAppealRestoration } from '../../registry/appeals/restorations.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { getNotice } from '../../registry/notices/notices.js';
import { insertMessageTexts } from '../../registry/user-notices/user-messages.js';
import { toActor, toReader, type Caller } from '../caller.js';
import { freezeRestoration } from '../commands/freeze.js';
import { refuseStaffTraces } from '../letters/outward-text.js';
import { runCommand } from '../commands/run-command.js';
import { Refusal } from '../refusal.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import { toSecrecy } from '../people/secrecy/find-secrecy.js';
import type { Services } from '../services.js';
import { CURES, requireRole } from '../../domain/commands/cures.js';

interface Verdict {
  outcome: AppealOutcome;
  reasons: string;
}

/** Whether the person is notified of the outcome; `after_approval`: an approver has yet to confirm the restoration. */
export type NotificationState = 'queued' | 'waiting' | 'nobody' | 'after_approval';

const CHANGED = 'Someone else has decided the appeal in the meantime. Read it again.';

/** Returns whether a person may decide an appeal, and if not, the first reason: involvement, then role, then state. */
export function mayDecide(
  { parts, state }: Pick<AppealRow, 'parts' | 'state'>,
  { person, roles }: Pick<Caller, 'person' | 'roles'>,
): { ok: boolean; why: 'took_part' | 'role' | 'decided' | null } {
  const why = !mayJudge(person.id, { people: parts })
    ? 'took_part'
    : !can(roles, 'appeal.decide')
      ? 'role'
      : state === 'decided'
        ? 'decided'
        : null;
  return { ok: why === null, why };
}

const REFUSALS = {
  took_part: () =>
    new Refusal(
      'four_eyes',
      'You filed this appeal, or decided or approved the restriction. Another person must decide it.',
    ),
  role: () => new Refusal('forbidden', requireRole(rolesWith('appeal.decide'))),
  decided: () => new Refusal('illegal_transition', 'The appeal has already been decided.'),
};

/**
 * Decides an appeal, with reasons that are sent to the person. `restored` submits a `reinstate` with the cause
 * `appeal_won` in the same transaction: an approver has to confirm it, and the person is notified once it is enforced.
 */
export async function decideAppeal(
  services: Services,
  caller: Caller,
  { id, verdict, stepUp }: { id: string; verdict: Verdict; stepUp: CommandStepUp },
): Promise<NotificationState> {
  const appeal = await findAppeal(services.db, { id, reader: toReader(caller) });
  if (appeal === undefined) throw new Refusal('missing', CURES.noAppeal);
  const { why } = mayDecide(appeal, caller);
  if (why !== null) throw REFUSALS[why]();
  await refuseStaffTraces(services.db, { '/reasons': verdict.reasons });
  const isRestoration = verdict.outcome === 'restored';
  if (isRestoration) refuseRestoring(appeal);
  const deciding = { appeal, caller, verdict, stepUp };
  if (isRestoration) return restore(services, deciding);
  return services.db.transaction().execute(async (trx) => {
    await settle(services, trx, deciding);
    return notify(services, trx, deciding);
  });
}

interface Deciding {
  appeal: AppealRow;
  caller: Caller;
  verdict: Verdict;
  stepUp: CommandStepUp;
}

function refuseRestoring({ notice_id: notice, notice_stage: stage, status, action }: AppealRow): void {
  if (notice === null || status !== 'applied' || action === null || !isEnforcedAction(action))
    throw new Refusal('illegal_transition', 'No notice restricts the item: there is nothing to restore.');
  if (stage === 'closed')
    throw new Refusal(
      'illegal_transition',
      'The notice is closed. Counsel must reopen it before the item can be restored.',
    );
}

async function restore(services: Services, deciding: Deciding): Promise<NotificationState> {
  const { db } = services;
  const { appeal } = deciding;
  const row = await getNotice(db, appeal.notice_id ?? '');
  try {
    await runCommand({
      context: services,
      row,
      caller: deciding.caller,
      commandId: services.newId(),
      name: 'reinstate',
      shared: {},
      repeatable: false,
      preparesRows: true,
      prepare: async (preparing) => {
        await settle(services, preparing.trx, deciding);
        const select = { targets: [appeal.target_no ?? 0] };
        const restoration = await freezeRestoration(preparing, { select, cause: 'appeal_won' });
        await setAppealRestoration(preparing.trx, { id: appeal.id, restoration: restoration.frozen.number });
        return { ...restoration, note: `Appeal ${appeal.number}. ${deciding.verdict.reasons}` };
      },
    });
  } catch (error) {
    // A command without an answer yet will still be applied; only a refused one leaves the appeal undecided.
    const isRefused = error instanceof Refusal && error.code !== 'unavailable';
    if (isRefused) await reopenAppeal(db, appeal.id);
    throw error;
  }
  return 'after_approval';
}

async function settle(
  services: Services,
  trx: Connection,
  { appeal, caller, verdict, stepUp }: Deciding,
): Promise<void> {
  const at = services.now();
  const confirmed = await confirmStepUp({ trx, services, caller }, stepUp);
  if (!(await markDecided(trx, { id: appeal.id, ...verdict, by: caller.person.id, at })))
    throw new Refusal('illegal_transition', CHANGED);
  await recordAct(trx, services.signer, {
    id: services.newId(),
    noticeId: appeal.notice_id,
    by: toActor(caller),
    act: {
      kind: 'appeal_decision' as const,
      facts: { appeal: appeal.id, number: appeal.number, target: appeal.target_no, ...verdict },
    },
    at,
    confirmed,
  });
  const detail = { appeal: appeal.id, number: appeal.number, outcome: verdict.outcome, reasons: verdict.reasons };
  await appendAudit(trx, [
    { at, noticeId: appeal.notice_id, actor: toActor(caller), action: 'appeal_decided', detail },
  ]);
}

async function notify(
  { rulebook, now }: Pick<Services, 'rulebook' | 'now'>,
  trx: Connection,
  { appeal, verdict: { outcome, reasons } }: Pick<Deciding, 'appeal' | 'verdict'>,
): Promise<NotificationState> {
  if (outcome === 'restored') return 'after_approval';
  const { notice_id: noticeId, target_no: no } = appeal;
  if (noticeId === null || no === null) return 'nobody';
  const row = await getNotice(trx, noticeId);
  // An appellant already knows of the act, so a disputed rule no longer withholds the outcome from them.
  const counsel = { user_notice: true };
  const facts = { action: 'withhold' as const, law: findNoticeLaw(rulebook, row), secrecy: toSecrecy(row), counsel };
  const { decision, untilMs } = decideUserNotice(facts, now().getTime());
  if (decision === 'never') return 'nobody';
  const textN = await insertMessageTexts(trx, {
    noticeId,
    texts: writeAppealOutcomes({ number: appeal.number, outcome, reasons }),
  });
  const state = decision === 'now' ? 'queued' : 'waiting';
  const message = { key: `${noticeId}:${appeal.id}:outcome`, noticeId, no, textN, state, opensAtMs: untilMs } as const;
  return (await insertOutcomeMessage(trx, message)) ? state : 'nobody';
}
