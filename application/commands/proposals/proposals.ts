import type { z } from 'zod';
import type { proposalSettle, proposalWrite } from '../../../contract/proposals.js';
import { whyNotSettle } from '../../../domain/letters/proposal.js';
import type { Connection } from '../../../registry/db.js';
import {
  findMissingDocuments,
  insertProposal,
  lockProposal,
  settleProposal,
} from '../../../registry/letters/proposals.js';
import { lockNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import type { Reader } from '../../../registry/reading.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { invalid, Refusal, toRefusal } from '../../refusal.js';
import { checkOffer, toDomainOffer } from './check-offer.js';

interface Negotiating {
  trx: Connection;
  caller: Caller;
  row: NoticeRow;
  now: Date;
  newId: () => string;
}

/** Records a proposal that the authority makes by a reply or a document; returns its number. */
export async function recordProposal(
  { trx, caller, row, now, newId }: Negotiating,
  { offer, ...document }: z.infer<typeof proposalWrite>,
): Promise<number> {
  await needOpen(trx, row);
  await checkOffer(trx, { row, offer, by: 'authority', now });
  await needDocuments(trx, { row, reader: toReader(caller), document });
  const actor = toActor(caller);
  const proposal = {
    noticeId: row.id,
    key: newId(),
    by: 'authority' as const,
    offer: toDomainOffer(offer),
    document,
    at: now,
    actor,
  };
  return (await insertProposal(trx, proposal)) ?? 0;
}

/**
 * Records the outcome of a proposal. It moves no deadline and no target: what we accept has to be in effect already.
 */
export async function recordSettlement(
  { trx, caller, row, now }: Negotiating,
  n: number,
  { state, reason, ...document }: z.infer<typeof proposalSettle>,
): Promise<void> {
  await needOpen(trx, row);
  await needDocuments(trx, { row, reader: toReader(caller), document });
  const found = await lockProposal(trx, { noticeId: row.id, n });
  if (found === undefined) throw new Refusal('missing', 'The notice has no such proposal.');
  const hasDocument = document.reply !== undefined || document.document !== undefined;
  const why = whyNotSettle({ ...found, hasDocument, isExtended: found.extended }, state);
  if (why !== null) throw toRefusal(why);
  await settleProposal(trx, { noticeId: row.id, n, state, reason, document, at: now, actor: toActor(caller) });
}

async function needOpen(trx: Connection, row: NoticeRow): Promise<void> {
  const { stage } = await lockNotice(trx, row.id);
  if (stage === 'closed') throw new Refusal('illegal_transition', 'The notice is closed. Counsel can reopen it.');
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
  if (missing.reply) throw invalid('/reply', 'The notice has no such reply.');
  if (missing.document)
    throw invalid(
      '/document',
      'Neither the notice nor one linked to it has such a document. Add it to the notice first.',
    );
}
