import type { z } from 'zod';
import type { correspondenceView } from '../../contract/mail/correspondence.js';
import type { PageQuery } from '../../contract/paging.js';
import {
  countCorrespondence,
  listCorrespondence,
  type CorrespondenceRow,
} from '../../registry/letters/correspondence.js';
import { findUpdateCandidate } from '../../registry/letters/status-updates.js';
import { needNotice } from '../access.js';
import type { Caller } from '../caller.js';
import { answerPage, readNumberCursor } from '../paging.js';
import type { Services } from '../services.js';
import { planUpdate } from './status-updates/order-updates.js';

type Reading = Pick<Services, 'db' | 'now' | 'rulebook'>;

export async function listNoticeCorrespondence(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const after = readNumberCursor(query.cursor) ?? 0;
  const page = await answerPage(query, {
    rows: (limit) => listCorrespondence(services.db, { noticeId: row.id, after, limit }),
    total: () => countCorrespondence(services.db, { noticeId: row.id }),
    view: toView,
    key: ({ place }) => [place],
  });
  return { ...page, statusUpdate: await findNextUpdate(services, row.id) };
}

async function findNextUpdate({ db, rulebook, now }: Reading, noticeId: string) {
  const found = await findUpdateCandidate(db, noticeId);
  const plan = found === undefined ? null : planUpdate(rulebook, found, now());
  if (plan === null) return null;
  const { amount, unit, asks, source, dueAtMs, stop } = plan;
  return { dueAt: new Date(dueAtMs).toISOString(), every: { amount, unit }, asks, source, stop };
}

function toView(row: CorrespondenceRow): z.infer<typeof correspondenceView> {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    n: row.n,
    letter: row.letter,
    interim: row.interim,
    with: row.who,
    subject: row.subject,
    text: row.text,
    state: row.state,
    messageId: row.message_id,
    said: row.said,
    waits:
      row.clock_id === null || row.clock_state === null
        ? null
        : {
            clock: row.clock_id,
            state: row.clock_state,
            dueAt: row.due_at?.toISOString() ?? null,
            answeredAt: row.met_at?.toISOString() ?? null,
          },
    isProven: row.proven,
    isRead: row.read,
  };
}
