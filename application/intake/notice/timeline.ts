import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import type { EventDetails } from '../../../domain/event.js';
import { countTimelineFor, listTimelineFor, type TimelineRow } from '../../../registry/notices/audit-views.js';
import { toTraceId } from '../../../tracing/trace.js';
import { needNotice } from '../../access.js';
import { toReader, type Caller } from '../../caller.js';
import { answerPage, readCursor } from '../../paging.js';
import type { Services } from '../../services.js';
import { findBlindTargets } from './targets.js';

export async function listNoticeTimeline(
  services: Pick<Services, 'db' | 'now' | 'secondReviewPercent'> & { traced: boolean },
  caller: Caller,
  id: string,
  query: PageQuery & { order: 'oldest' | 'newest' },
) {
  const { db, traced } = services;
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const [afterSeq = null] = readCursor(query.cursor, z.tuple([cursorKeys.seq])) ?? [];
  const newestFirst = query.order === 'newest';
  const scope = { noticeId: row.id, reader: toReader(caller) };
  const blind = await findBlindTargets(services, caller, { noticeId: row.id });
  return answerPage(query, {
    rows: (limit) => listTimelineFor(db, { ...scope, afterSeq, newestFirst, limit }),
    total: () => countTimelineFor(db, scope),
    view: (entry) => toTimelineView(entry, { blind, reader: caller.person.id, traced }),
    key: ({ seq }) => [seq],
  });
}

type Deciding = 'decide' | 'second_review';
const DECIDING: readonly string[] = ['decide', 'second_review'] satisfies Deciding[];
const NOTIFYING: readonly string[] = ['action', 'grounds', 'countries', 'comment'] satisfies (
  | keyof EventDetails['decide']
  | keyof EventDetails['second_review']
)[];

/** Whether an entry would reveal a decision to a reader who has yet to give a second review. */
export function isUndecidedFor(
  { actor_id: actor, action }: { actor_id: string; action: string },
  { blind, reader }: { blind: ReadonlySet<number>; reader: string },
): boolean {
  return blind.size > 0 && actor !== reader && DECIDING.includes(action);
}

/**
 * `blind`: targets that the reader has yet to review; while there are any, decisions of others are shown only as having
 * been made.
 */
export function toTimelineView(
  row: TimelineRow,
  { blind, reader, traced }: { blind: ReadonlySet<number>; reader: string; traced: boolean },
) {
  const isHidden = isUndecidedFor(row, { blind, reader });
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    detail: isHidden ? withoutDecision(row.detail) : row.detail,
    ...(row.erased ? { erased: true as const } : {}),
    ...(traced && row.command_id !== null ? { traceId: toTraceId(row.command_id) } : {}),
  };
}

function withoutDecision(detail: TimelineRow['detail']): TimelineRow['detail'] {
  return { ...Object.fromEntries(Object.entries(detail).filter(([name]) => !NOTIFYING.includes(name))), unseen: true };
}
