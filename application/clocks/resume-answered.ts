import { SYSTEM } from '../../domain/people/actor.js';
import { hasUnrecordedPause, listRequestedClocks } from '../../registry/clocks/reply-clocks.js';
import type { Connection } from '../../registry/db.js';
import { awaitsReply, unreadKey } from '../../registry/mail/replies.js';
import { findAnsweringNotice } from '../../registry/notices/links.js';
import { raiseAlert } from '../../registry/ops/alerts.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import { proposeMove } from './propose-move.js';

export interface AuthorityAnswer {
  noticeId: string;
  answeredAtMs: number;
  reply?: number | undefined;
  notice?: string | undefined;
}

/**
 * Resumes our clocks that a question has paused, from the instant the answer arrived, and raises an alert to read it.
 * Throws if the pause itself is not recorded yet, so that the row is retried.
 */
export async function resumeAnswered(
  { trx, newId }: { trx: Connection; newId: () => string },
  { noticeId, answeredAtMs, reply, notice }: AuthorityAnswer,
): Promise<void> {
  if (await hasUnrecordedPause(trx, noticeId)) throw new Error('The pause for the question is not recorded yet.');
  const document = notice === undefined ? null : await findAnsweringNotice(trx, { noticeId, notice });
  if (notice !== undefined && document === null) return;
  const dues: string[] = [];
  for (const clock of await listRequestedClocks(trx, { noticeId, before: new Date(answeredAtMs) })) {
    const by = reply === undefined ? (document?.number ?? 'facts read from it') : `reply ${reply}`;
    const moved = await proposeMove(
      { trx, newId },
      {
        noticeId,
        clock,
        cause: 'answer',
        event: { type: 'resume', atMs: answeredAtMs },
        by: SYSTEM,
        reason: `The authority has answered (${by}).`,
        authorityReference: null,
      },
    );
    if ('error' in moved) continue; // The clock was moved by something else meanwhile.
    const answer = reply === undefined ? (document === null ? {} : { notice: document.id }) : { reply };
    const body = { ...moved, atMs: answeredAtMs, ...answer };
    await insertOutbox(trx, { noticeId, kind: 'command', payload: { name: 'resume', body } });
    if (moved.dueAtMs !== null) dues.push(`${clock.kind} is due at ${new Date(moved.dueAtMs).toISOString()}`);
  }
  if (await awaitsReply(trx, noticeId)) {
    const payload = { name: 'authority_replied' as const, body: { reply: reply ?? 0 } };
    await insertOutbox(trx, { noticeId, kind: 'command', payload });
  }
  if (dues.length > 0) await askToRead(trx, { noticeId, reply, document, dues });
}

async function askToRead(
  trx: Connection,
  {
    noticeId,
    reply,
    document,
    dues,
  }: { noticeId: string; reply: number | undefined; document: { id: string; number: string } | null; dues: string[] },
): Promise<void> {
  if (reply === undefined && document === null) return;
  const what = reply === undefined ? `Notice ${document?.number ?? ''}` : `Reply ${reply}`;
  await raiseAlert(
    trx,
    {
      key: unreadKey(noticeId, reply ?? document?.id ?? ''),
      kind: 'reply_unread',
      noticeId,
      summary: `${what} answers our question, and the deadline runs again: ${dues.join(', ')}. Read it and record the outcome.`,
      detail: { ...(reply === undefined ? { notice: document?.id } : { reply }), dues },
    },
    { refresh: true },
  );
}
