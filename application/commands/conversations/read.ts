import type { z } from 'zod';
import type { conversationView } from '../../../contract/people/conversations.js';
import type { PageQuery } from '../../../contract/paging.js';
import {
  countConversations,
  listConversations,
  listParticipants,
  type ConversationRow,
} from '../../../registry/conversations/conversations.js';
import { needNotice } from '../../access.js';
import type { Caller } from '../../caller.js';
import { findBlindTargets } from '../../intake/notice/targets.js';
import { answerKept, answerPage, readNumberCursor } from '../../paging.js';
import type { Services } from '../../services.js';

type Reading = Pick<Services, 'db' | 'now' | 'secondReviewPercent'>;
type ConversationView = z.output<typeof conversationView>;

/** The newest first. One about a target that the caller has yet to review a second time is left out. */
export async function listNoticeConversations(
  services: Reading,
  caller: Caller,
  id: string,
  query: PageQuery & { state?: 'open' | 'resolved' | undefined; target?: number | undefined },
) {
  const { db, now } = services;
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const blind = [...(await findBlindTargets(services, caller, { noticeId: row.id }))];
  const wanted = { noticeId: row.id, blind, state: query.state, target: query.target };
  const before = readNumberCursor(query.cursor) ?? null;
  return answerPage(query, {
    rows: (limit) => listConversations(db, { ...wanted, before, limit }),
    total: () => countConversations(db, wanted),
    view: (one) => toConversationView(one, now()),
    key: ({ number }) => [number],
  });
}

/** Those who may be mentioned or asked: they may read the notice and comment on it. */
export async function listNoticeParticipants(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const all = await listParticipants(services.db, row.id);
  const after = readNumberCursor(query.cursor) ?? 0;
  return answerKept(query, {
    all,
    rest: all.slice(after),
    view: (one) => one,
    key: (one) => [all.indexOf(one) + 1],
  });
}

export function toConversationView(row: ConversationRow, now: Date): ConversationView {
  const { number, targets, locator, action, grounds, comments, resolvedAt, resolvedBy, resolvedByName } = row;
  return {
    number,
    targets,
    locator,
    suggestion: action === null ? null : { action, grounds },
    opinion: toOpinion(row, now),
    state: resolvedAt === null ? 'open' : 'resolved',
    resolved:
      resolvedAt === null
        ? null
        : { by: { id: resolvedBy ?? '', name: resolvedByName ?? '' }, at: resolvedAt.toISOString() },
    comments: comments.map(({ by, byName, at, ...comment }) => ({
      ...comment,
      by: { id: by, name: byName },
      at: new Date(at).toISOString(),
    })),
  };
}

function toOpinion({ asked, askedName, dueAt, comments }: ConversationRow, now: Date): ConversationView['opinion'] {
  if (asked === null || dueAt === null) return null;
  const answer = comments.findLast((comment) => comment.answer !== null)?.answer ?? null;
  return {
    of: { id: asked, name: askedName ?? '' },
    dueAt: dueAt.toISOString(),
    answer,
    overdue: answer === null && dueAt.getTime() <= now.getTime(),
  };
}
