import type { z } from 'zod';
import type { proposalView } from '../../../contract/proposals.js';
import type { ProposalView } from '../../../registry/letters/proposals.js';

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
