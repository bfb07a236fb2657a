import type { EventDetails } from '../../domain/event.js';
import type { DraftEvents } from '../../domain/events/case.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { withComment } from '../../domain/notices/audit-event.js';
import { GROUND_CODES, groundFits, type GroundCode } from '../../domain/targets/ground.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import { whyNotDraft, type WhyNot } from '../../domain/submissions/drafting.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { refreshLedger } from '../../registry/targets/ledger.js';
import type { Connection } from '../../registry/db.js';
import { lockNotice, type NoticeRow } from '../../registry/notices/notices.js';
import { hasOpenRepair } from '../../registry/enforcement/repairs.js';
import type { Services } from '../services.js';
import { invalid, Refusal, toRefusal } from '../refusal.js';
import { claimAgainst } from './held.js';
import { toActor, type Caller } from '../caller.js';
import type { CommandStepUp } from '../acting.js';

export interface DraftOrder<Body> {
  row: NoticeRow;
  caller: Caller;
  body: Body & { expectedVersion?: number | undefined; comment?: string | undefined };
  commandId: string;
  stepUp?: CommandStepUp | null;
}

/** Locks a notice whose drafts are to change; the workflow learns of them at `submit`. */
export async function lockDrafts(
  trx: Connection,
  { now }: Pick<Services, 'now'>,
  { row, caller, body }: Omit<DraftOrder<unknown>, 'commandId'>,
  { isSecondReview = false } = {},
): Promise<void> {
  const locked = await lockNotice(trx, row.id);
  refuseByVersion(locked, body.expectedVersion);
  // Only somebody other than the drafter can give a second review, so a claim does not block it.
  const held = isSecondReview ? null : await claimAgainst(trx, { row: locked, caller, now: now() });
  refuse(whyNotDraft({ stage: locked.stage, held, repairing: await hasOpenRepair(trx, row.id) }));
}

/** Counts the drafts of a notice again after a change, and logs the change. */
export async function recordDrafts<Action extends keyof DraftEvents>(
  trx: Connection,
  { now }: Pick<Services, 'now'>,
  { row, caller, body, commandId }: DraftOrder<unknown>,
  { action, detail }: { action: Action; detail: EventDetails[Action] },
): Promise<void> {
  await refreshLedger(trx, row.id);
  const event = withComment(action, detail, body.comment);
  await appendAudit(trx, [{ at: now(), noticeId: row.id, actor: toActor(caller), ...event, commandId }]);
}

export async function refusePreview(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { row, caller, body }: Pick<DraftOrder<unknown>, 'row' | 'caller' | 'body'>,
): Promise<void> {
  refuseByVersion(row, body.expectedVersion);
  const held = await claimAgainst(db, { row, caller, now: now() });
  refuse(whyNotDraft({ stage: row.stage, held, repairing: false }));
}

/** Throws `version_conflict` if the notice has moved on. */
export function refuseByVersion({ version }: NoticeRow, expected: number | undefined): void {
  if (expected === undefined || expected === version) return;
  throw new Refusal('version_conflict', `The notice is at version ${version}. Read it again.`, {
    currentVersion: version,
  });
}

export function refuse(reason: WhyNot | null): void {
  if (reason !== null) throw toRefusal(reason.rejection);
}

export function readGrounds(decision: {
  grounds: readonly string[];
  action: DecisionAction;
  note?: string | undefined;
}): GroundCode[] {
  const { grounds, action, note } = decision;
  const read = grounds.map((code, index) => {
    if (!isOneOf(GROUND_CODES, code))
      throw invalid(`/grounds/${index}`, 'There is no such ground. GET /v1/rulebook/grounds lists them.');
    if (!groundFits(action, code)) throw invalid(`/grounds/${index}`, `${code} is not a ground for ${action}.`);
    return code;
  });
  if (grounds.includes('other') && (note ?? '').trim() === '')
    throw invalid('/note', 'The ground "other" needs a note that explains it.');
  return read;
}
