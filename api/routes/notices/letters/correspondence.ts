import { z } from 'zod';
import { correspondencePage, type correspondenceView } from '../../../../contract/mail/correspondence.js';
import { idParams } from '../../../../contract/params.js';
import { cursorKeys, listQuery } from '../../../../contract/query.js';
import {
  countCorrespondence,
  listCorrespondence,
  type CorrespondenceRow,
} from '../../../../registry/letters/correspondence.js';
import { planUpdate } from '../../../../application/letters/status-updates/next-update.js';
import { findUpdateCandidate } from '../../../../registry/letters/status-updates.js';
import { findReadableNotice } from '../../../access.js';
import { needDocuments } from '../../../../application/access.js';
import type { Api, ApiContext } from '../../../context.js';
import { answerPage, readCursor } from '../../../../application/paging.js';

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

async function findNextUpdate({ db, rulebook, now }: ApiContext, noticeId: string) {
  const found = await findUpdateCandidate(db, noticeId);
  const plan = found === undefined ? null : planUpdate(rulebook, found, now());
  if (plan === null) return null;
  const { amount, unit, asks, source, dueAtMs, stop } = plan;
  return { dueAt: new Date(dueAtMs).toISOString(), every: { amount, unit }, asks, source, stop };
}

export function registerListCorrespondence(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Correspondence between the desk and the authority',
    tags: ['notices'],
    querystring: listQuery({}),
    response: { 200: correspondencePage },
  };
  app.get('/v1/notices/:id/correspondence', { schema }, async (request) => {
    const { row, access } = await findReadableNotice(context, request);
    needDocuments(access);
    const { cursor, ...paging } = request.query;
    const [after = 0] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
    const page = await answerPage(paging, {
      rows: (limit) => listCorrespondence(context.db, { noticeId: row.id, after, limit }),
      total: () => countCorrespondence(context.db, { noticeId: row.id }),
      view: toView,
      key: ({ place }) => [place],
    });
    return { ...page, statusUpdate: await findNextUpdate(context, row.id) };
  });
}
