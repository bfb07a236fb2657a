import type { Transaction } from 'kysely';
import type { EventDetails } from '../../domain/event.js';
import type { DraftEvents } from '../../domain/event/case.js';
import { withComment } from '../../domain/notice/telling.js';
import { GROUND_CODES, groundFits, type GroundCode } from '../../domain/target/ground.js';
import type { Lane } from '../../domain/target/lane.js';
import { REPAIRING } from '../../domain/command/repair-command.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { refreshLedger } from '../../registry/target/ledger.js';
import { inTransaction } from '../../registry/db.js';
import { lockNotice, type NoticeRow } from '../../registry/notice/notices.js';
import { hasOpenRepair } from '../../registry/enforcement/repairs.js';
import type { Tables } from '../../registry/tables.js';
import type { Services } from '../services.js';
import { invalid, Refusal } from '../refusal.js';
import { refuseHeldByAnother } from './held.js';
import { actorOf, type Caller } from '../caller.js';

const DRAFT_STAGES = ['triage', 'review', 'in_force'];

/** An act on drafts as a route hands it over. */
export interface DraftOrder<Body> {
  row: NoticeRow;
  caller: Caller;
  body: Body & { expectedVersion?: number | undefined; comment?: string | undefined };
  commandId: string;
}

/** What an act on drafts answers under `result`, and what it tells the audit log. */
export interface Drafted<Result, Action extends keyof DraftEvents> {
  result: Result;
  detail: EventDetails[Action];
}

/** Changes drafts under the lock of the notice row, with their audit entry; the workflow hears of them at `submit`. */
export async function changeDrafts<Body, Result, Action extends keyof DraftEvents>(
  context: Services,
  { row, caller, body, commandId }: DraftOrder<Body>,
  { action, work }: { action: Action; work: (trx: Transaction<Tables>) => Promise<Drafted<Result, Action>> },
): Promise<Result> {
  return inTransaction(context.db, async (trx) => {
    const locked = await lockNotice(trx, row.id);
    refuseByState(locked, body.expectedVersion);
    // A second read is another person's by its nature.
    if (action !== 'second_read') await refuseHeldByAnother(trx, { row: locked, caller, now: context.now() });
    if (await hasOpenRepair(trx, row.id)) throw new Refusal('illegal_transition', REPAIRING);
    const { result, detail } = await work(trx);
    await refreshLedger(trx, row.id);
    const event = withComment(action, detail, body.comment);
    await appendAudit(trx, [{ at: context.now(), noticeId: row.id, actor: actorOf(caller), ...event, commandId }]);
    return result;
  });
}

/** Refuses an act on drafts where the notice has moved on. */
export function refuseByState(row: NoticeRow, expectedVersion: number | undefined): void {
  if (expectedVersion !== undefined && expectedVersion !== row.version) {
    throw new Refusal('version_conflict', `The notice is at version ${row.version}. Read it again.`, {
      currentVersion: row.version,
    });
  }
  if (!DRAFT_STAGES.includes(row.stage)) {
    throw new Refusal(
      'illegal_transition',
      `Decisions are drafted in triage, review or in_force; this notice is in ${row.stage}.`,
    );
  }
}

/** Grounds as sent, each of them one of the lane's. */
export function readGrounds({
  grounds,
  lane,
  note,
}: {
  grounds: readonly string[];
  lane: Lane;
  note?: string | undefined;
}): GroundCode[] {
  for (const [index, code] of grounds.entries()) {
    if (!(GROUND_CODES as readonly string[]).includes(code)) {
      throw invalid(`/grounds/${index}`, 'There is no such ground. GET /v1/rulebook/grounds lists them.');
    }
    if (!groundFits(lane, code)) throw invalid(`/grounds/${index}`, `${code} is not a ground for ${lane}.`);
  }
  if (grounds.includes('other') && (note ?? '').trim() === '')
    throw invalid('/note', 'The ground "other" needs a note that says which.');
  return grounds as GroundCode[];
}
