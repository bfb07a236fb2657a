import { z } from 'zod';
import type { changeView } from '../../contract/people/admin.js';
import type { Page, PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import {
  getChangeSubject,
  getSubjectName,
  type ChangeKind,
  type ChangeState,
  CHANGE_WAITS_MS,
  toLoggedChange,
  type ChangeContent,
} from '../../domain/changes/change.js';
import { isUuid } from '../../domain/uuid.js';
import { countChanges, findChange, listChanges, type ChangeRow, insertChange } from '../../registry/changes/changes.js';
import type { Connection } from '../../registry/db.js';
import { answerPage, readCursor } from '../paging.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { CURES } from '../../domain/commands/cures.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';

export type ChangeView = z.input<typeof changeView>;

export async function pageChanges(
  { db }: Pick<Services, 'db'>,
  { cursor, state, kind, ...paging }: PageQuery & { state?: ChangeState | undefined; kind?: ChangeKind | undefined },
): Promise<Page<ChangeView>> {
  const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
  const filters = { state, kind };
  return answerPage(paging, {
    rows: (limit) => listChanges(db, { filters, afterId, limit }),
    total: () => countChanges(db, filters),
    view: toChangeView,
    key: ({ id }) => [id],
  });
}

export async function getChange(db: Connection, { id }: { id: string }): Promise<ChangeView> {
  const row = isUuid(id) ? await findChange(db, id) : undefined;
  if (row === undefined) throw noSuchChange();
  return toChangeView(row);
}

export function noSuchChange(): Refusal {
  return new Refusal('missing', CURES.noChange);
}

function toChangeView(row: ChangeRow): ChangeView {
  const { content } = row;
  return {
    id: row.id,
    kind: content.kind,
    state: row.state,
    subject: { id: getChangeSubject(content), name: getSubjectName(content) },
    before: content.before === null ? null : { ...content.before },
    after: { ...content.after },
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: row.requested_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? '' },
    decidedAt: row.decided_at?.toISOString() ?? null,
    effectiveAt: row.effective_at?.toISOString() ?? null,
    reason: row.reason,
  };
}

/** A change that waits for a second person. */
export interface Pending {
  pending: true;
  change: string;
}

export type ChangeOutcome<Done> = { pending: false; done: Done } | Pending;

export function done<Done>(what: Done): ChangeOutcome<Done> {
  return { pending: false, done: what };
}

/** Records a change that waits for a second person; nothing else changes yet. */
export async function askChange({ trx, services, caller }: Acting, content: ChangeContent): Promise<Pending> {
  const at = services.now();
  const id = services.newId();
  const expiresAt = new Date(at.getTime() + CHANGE_WAITS_MS);
  await insertChange(trx, { id, content, requestedBy: caller.person.id, at, expiresAt });
  const detail = { change: id, kind: content.kind, subject: getChangeSubject(content), ...toLoggedChange(content) };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'change_requested', detail }]);
  return { pending: true, change: id };
}
