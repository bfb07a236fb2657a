import type { z } from 'zod';
import type { proposalView } from '../../../contract/proposals.js';
import type { PageQuery } from '../../../contract/paging.js';
import { countProposals, listProposals, type ProposalView } from '../../../registry/letters/proposals.js';
import { needNotice, type Reading } from '../../access.js';
import type { Caller } from '../../caller.js';
import { answerPage, readNumberCursor } from '../../paging.js';

export async function listNoticeProposals(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const afterN = readNumberCursor(query.cursor) ?? 0;
  return answerPage(query, {
    rows: (limit) => listProposals(services.db, { noticeId: row.id, afterN, limit }),
    total: () => countProposals(services.db, { noticeId: row.id }),
    view: viewProposal,
    key: ({ n }) => [n],
  });
}

export function viewProposal(row: ProposalView): z.infer<typeof proposalView> {
  const { n, by, kind, targets, countries, words, letter, reply, document, state, beyond, extended } = row;
  return {
    n,
    by,
    kind,
    at: row.made_at.toISOString(),
    targets,
    countries,
    until: row.until?.toISOString() ?? null,
    words,
    document: { letter, messageId: row.message_id, reply, document },
    recordedBy: row.recorded_by,
    state,
    settled:
      row.settled_at === null
        ? null
        : {
            at: row.settled_at.toISOString(),
            by: row.settled_by,
            reason: row.reason,
            reply: row.settled_reply,
            document: row.settled_document,
          },
    beyond,
    extended,
  };
}
