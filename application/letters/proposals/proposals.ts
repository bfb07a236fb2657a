import type { z } from 'zod';
import type { proposalSettle, proposalView, proposalWrite } from '../../../contract/proposals.js';
import { whyNotSettle } from '../../../domain/letters/proposal.js';
import type { Connection } from '../../../registry/db.js';
import {
  findMissingDocuments,
  insertProposal,
  listProposals,
  lockProposal,
  settleProposal,
} from '../../../registry/letters/proposals.js';
import { lockNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import type { Reader } from '../../../registry/reading.js';
import type { Acting } from '../../acting.js';
import { toActor, toReader } from '../../caller.js';
import { invalid, Refusal, toRefusal } from '../../refusal.js';
import { checkOffer, toDomainOffer } from './check-offer.js';
import { viewProposal } from './proposal-view.js';
import { CURES } from '../../../domain/commands/cures.js';

type Negotiating = Pick<Acting, 'trx' | 'caller' | 'services'>;

/** Records a proposal that the authority makes by a reply or a document. */
export async function recordProposal(
  { trx, caller, services }: Negotiating,
  row: NoticeRow,
  { offer, ...document }: z.infer<typeof proposalWrite>,
): Promise<z.infer<typeof proposalView>> {
  const now = services.now();
  await needOpen(trx, row);
  await checkOffer(trx, { row, offer, by: 'authority', now });
  await needDocuments(trx, { row, reader: toReader(caller), document });
  const actor = toActor(caller);
  const proposal = {
    noticeId: row.id,
    key: services.newId(),
    by: 'authority' as const,
    offer: toDomainOffer(offer),
    document,
    at: now,
    actor,
  };
  return readProposal(trx, row.id, (await insertProposal(trx, proposal)) ?? 0);
}

/**
 * Records the outcome of a proposal. It moves no deadline and no target: what we accept has to be in effect already.
 */
export async function recordSettlement(
  { trx, caller, services }: Negotiating,
  row: NoticeRow,
  { n, state, reason, ...document }: z.infer<typeof proposalSettle> & { n: number | null },
): Promise<z.infer<typeof proposalView>> {
  if (n === null) throw noSuchProposal();
  await needOpen(trx, row);
  await needDocuments(trx, { row, reader: toReader(caller), document });
  const found = await lockProposal(trx, { noticeId: row.id, n });
  if (found === undefined) throw noSuchProposal();
  const hasDocument = document.reply !== undefined || document.document !== undefined;
  const why = whyNotSettle({ ...found, hasDocument, isExtended: found.extended }, state);
  if (why !== null) throw toRefusal(why);
  await settleProposal(trx, {
    noticeId: row.id,
    n,
    state,
    reason,
    document,
    at: services.now(),
    actor: toActor(caller),
  });
  return readProposal(trx, row.id, n);
}

function noSuchProposal(): Refusal {
  return new Refusal('missing', CURES.noProposal);
}

async function readProposal(trx: Connection, noticeId: string, n: number): Promise<z.infer<typeof proposalView>> {
  const [row] = await listProposals(trx, { noticeId, afterN: n - 1, limit: 1 });
  if (row === undefined) throw new Error(`Proposal ${n} of ${noticeId} no longer exists.`);
  return viewProposal(row);
}

async function needOpen(trx: Connection, row: NoticeRow): Promise<void> {
  const { stage } = await lockNotice(trx, row.id);
  if (stage === 'closed') throw new Refusal('illegal_transition', CURES.closed);
}

async function needDocuments(
  trx: Connection,
  {
    row,
    reader,
    document,
  }: { row: NoticeRow; reader: Reader; document: { reply?: number | undefined; document?: string | undefined } },
): Promise<void> {
  const missing = await findMissingDocuments(trx, { noticeId: row.id, reader, ...document });
  if (missing.reply) throw invalid('/reply', CURES.noReply);
  if (missing.document)
    throw invalid(
      '/document',
      'Neither the notice nor one linked to it has such a document. Add it to the notice first.',
    );
}
