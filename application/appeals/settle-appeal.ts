import { type AppealOutcome, mayJudge } from '../../domain/appeals/appeal.js';
import type { CommandBodies } from '../../domain/commands/command.js';
import { decideUserNotice } from '../../domain/duties/user-notice.js';
import { writeAppealOutcomes } from '../../letters/user-message.js';
import { insertOutcomeMessage, markDecided, type AppealRow } from '../../registry/appeals/appeals.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { getNotice } from '../../registry/notices/notices.js';
import { insertMessageTexts } from '../../registry/user-notices/user-messages.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import type { CommandStepUp } from '../acting.js';
import { toActor, type Caller } from '../caller.js';
import { freezeRestoration } from '../commands/freeze.js';
import type { Preparing } from '../commands/preparing.js';
import { confirmStepUp } from '../step-up.js';
import { toSecrecy } from '../../registry/notices/row-secrecy.js';
import { recordAct } from '../record-act.js';
import { Refusal, notPermitted } from '../refusal.js';
import type { Services } from '../services.js';
import { can } from '../../domain/people/permission.js';
import { isEnforcedAction } from '../../domain/targets/decision-action.js';

export interface Verdict {
  outcome: AppealOutcome;
  reasons: string;
}

/** Whether the person is notified of the outcome; `after_approval`: an approver has yet to confirm the restoration. */
export type NotificationState = 'queued' | 'waiting' | 'nobody' | 'after_approval';

export interface Deciding {
  appeal: AppealRow;
  caller: Caller;
  verdict: Verdict;
  stepUp: CommandStepUp;
}

const CHANGED = 'Someone else has decided the appeal in the meantime. Read it again.';

/** Decides an appeal that restores nothing, and queues the message to its person. */
export async function settleAppeal(
  services: Services,
  trx: Connection,
  deciding: Deciding,
): Promise<NotificationState> {
  await settle(services, trx, deciding);
  return notify(services, trx, deciding);
}

/** Decides an appeal as the restoration of its item. */
export async function prepareWonAppeal(preparing: Preparing, deciding: Deciding): Promise<CommandBodies['reinstate']> {
  const { appeal, verdict } = deciding;
  await settle(preparing.context, preparing.trx, deciding);
  const won = { select: { targets: [appeal.target_no ?? 0] }, cause: 'appeal_won' as const, appeal: appeal.id };
  return { ...(await freezeRestoration(preparing, won)), note: `Appeal ${appeal.number}. ${verdict.reasons}` };
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
      'You filed this appeal, decided or approved the restriction, or are excluded from its notice. Another person must decide it.',
    ),
  role: () => notPermitted('appeal.decide'),
  decided: () => new Refusal('illegal_transition', 'The appeal has already been decided.'),
};

export function refuseDeciding(appeal: AppealRow, caller: Caller): void {
  const { why } = mayDecide(appeal, caller);
  if (why !== null) throw REFUSALS[why]();
}

export function refuseRestoring({ notice_id: notice, notice_stage: stage, status, action }: AppealRow): void {
  if (notice === null || status !== 'applied' || action === null || !isEnforcedAction(action))
    throw new Refusal('illegal_transition', 'No notice restricts the item: there is nothing to restore.');
  if (stage === 'closed')
    throw new Refusal(
      'illegal_transition',
      'The notice is closed. Counsel must reopen it before the item can be restored.',
    );
}
