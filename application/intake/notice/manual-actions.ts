import type { z } from 'zod';
import type {
  manualActionSettle,
  manualActionView,
  manualActionWrite,
} from '../../../contract/enforcement/manual-actions.js';
import type { PageQuery } from '../../../contract/paging.js';
import { CURES } from '../../../domain/commands/cures.js';
import type { Event } from '../../../domain/event.js';
import { doubtDoneAt } from '../../../domain/targets/manual-action.js';
import { toRanges } from '../../../domain/targets/target-numbers.js';
import { findUnknownTargets } from '../../../registry/conversations/conversations.js';
import type { Connection } from '../../../registry/db.js';
import {
  countManualActions,
  findSameManualAction,
  insertManualAction,
  listManualActions,
  settleManualAction,
  type ManualAction,
} from '../../../registry/enforcement/manual-actions.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { hasDocument } from '../../../registry/notices/document-views.js';
import { lockNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import { listExcluded } from '../../../registry/people/exclusions.js';
import { needNotice, type Reading } from '../../access.js';
import type { Acting } from '../../acting.js';
import { toActor, type Caller } from '../../caller.js';
import { answerPage, readNumberCursor } from '../../paging.js';
import { invalid, Refusal } from '../../refusal.js';

type View = z.output<typeof manualActionView>;

export async function listNoticeManualActions(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const { db } = services;
  const { id: noticeId } = await needNotice(services, caller, { id, to: 'facts' });
  const after = readNumberCursor(query.cursor) ?? 0;
  return answerPage(query, {
    rows: (limit) => listManualActions(db, { noticeId, after, limit }),
    total: () => countManualActions(db, noticeId),
    view: toManualActionView,
    key: ({ number }) => [number],
  });
}

/** Records what was done by hand; the same record again answers the first. */
export async function recordManualAction(
  acting: Acting,
  { row, ...body }: z.output<typeof manualActionWrite> & { row: NoticeRow },
): Promise<View> {
  const { trx, services, caller } = acting;
  await lockOpen(acting, row);
  const targets = [...new Set(body.targets)].toSorted((one, other) => one - other);
  const { effect, doneBy, evidence, document = null } = body;
  const record = { noticeId: row.id, effect, targets, doneAt: new Date(body.doneAt), doneBy, evidence, document };
  const at = services.now();
  refuseDoneAt(record.doneAt, { row, at });
  const [unknown] = await findUnknownTargets(trx, { noticeId: row.id, targets });
  if (unknown !== undefined) throw invalid('/targets', `Target ${unknown} is unknown. Name targets of this notice.`);
  if (document !== null && !(await hasDocument(trx, { noticeId: row.id, sha256: document })))
    throw invalid('/document', CURES.noDocument);
  if (document === null && evidence === '')
    throw invalid('/evidence', 'Say what shows that it was done, or name a document of the notice.');
  const same = await findSameManualAction(trx, record);
  if (same !== undefined) return toManualActionView(await requireRecord(trx, row.id, same));
  const number = await insertManualAction(trx, { ...record, by: caller.person.id, at });
  const detail = { record: number, effect, targets: targets.length, doneAt: record.doneAt.toISOString() };
  await log(acting, row.id, { action: 'manual_action_recorded', detail });
  return toManualActionView(await requireRecord(trx, row.id, number));
}

/** Confirms a record, never by its author, or refuses it; its author withdraws it by refusing. */
export async function settleRecord(
  acting: Acting,
  { row, number, settle }: { row: NoticeRow; number: number | null; settle: z.output<typeof manualActionSettle> },
): Promise<View> {
  const { trx, services, caller } = acting;
  await lockOpen(acting, row);
  const found = await requireRecord(trx, row.id, number);
  if (settle.confirm && found.by === caller.person.id)
    throw new Refusal('four_eyes', 'You recorded this yourself. Another person must confirm it.');
  if (found.state !== 'recorded')
    throw new Refusal('illegal_transition', `This record is ${found.state} already. Record what was done again.`);
  const settled = { noticeId: row.id, number: found.number, by: caller.person.id, at: services.now() };
  await settleManualAction(trx, { ...settled, state: settle.confirm ? 'confirmed' : 'refused' });
  await log(
    acting,
    row.id,
    settle.confirm
      ? { action: 'manual_action_confirmed', detail: { record: found.number } }
      : { action: 'manual_action_refused', detail: { record: found.number, reason: settle.reason } },
  );
  return toManualActionView(await requireRecord(trx, row.id, found.number));
}

async function lockOpen({ trx, caller }: Acting, { id }: NoticeRow): Promise<void> {
  const { stage } = await lockNotice(trx, id);
  if ((await listExcluded(trx, id)).includes(caller.person.id)) throw new Refusal('four_eyes', CURES.excluded);
  if (stage === 'closed') throw new Refusal('illegal_transition', CURES.closed);
}

function refuseDoneAt(doneAt: Date, { row, at }: { row: NoticeRow; at: Date }): void {
  const times = { doneAtMs: doneAt.getTime(), receivedAtMs: row.received_at.getTime(), nowMs: at.getTime() };
  const doubt = doubtDoneAt(times);
  if (doubt === 'future') throw invalid('/doneAt', 'This time lies in the future. Record what was done afterwards.');
  if (doubt === 'before_receipt')
    throw invalid('/doneAt', `The notice was received at ${row.received_at.toISOString()}. Give a later time.`);
}

async function requireRecord(db: Connection, noticeId: string, number: number | null): Promise<ManualAction> {
  const [found] = number === null ? [] : await listManualActions(db, { noticeId, number, after: 0, limit: 1 });
  if (found === undefined) throw new Refusal('missing', 'This notice has no such record of an act by hand.');
  return found;
}

type Logged = Extract<Event, { action: `manual_action_${string}` }>;

async function log({ trx, services, caller }: Acting, noticeId: string, event: Logged): Promise<void> {
  await appendAudit(trx, [{ ...event, at: services.now(), noticeId, actor: toActor(caller) }]);
}

export function toManualActionView({
  targets,
  doneAt,
  at,
  settledBy,
  settledByName,
  settledAt,
  provenTargets,
  provenAt,
  ...rest
}: ManualAction): View {
  return {
    ...rest,
    targets: targets.length,
    ranges: toRanges(targets),
    doneAt: doneAt.toISOString(),
    at: at.toISOString(),
    settled:
      settledAt === null ? null : { by: settledBy ?? '', byName: settledByName ?? '', at: settledAt.toISOString() },
    proven: { targets: provenTargets, at: provenTargets === targets.length ? (provenAt?.toISOString() ?? null) : null },
  };
}
