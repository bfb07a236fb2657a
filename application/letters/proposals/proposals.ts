import type { z } from 'zod';
import type { proposalSettle, proposalView, proposalWrite, OfferBody } from '../../../contract/proposals.js';
import { whyNotSettle, type Offer, type ProposalSide } from '../../../domain/letters/proposal.js';
import type { Connection } from '../../../registry/db.js';
import {
  findMissingDocuments,
  insertProposal,
  listProposals,
  lockProposal,
  settleProposal,
  findMissingTargets,
  countProposals,
  type ProposalView,
} from '../../../registry/letters/proposals.js';
import { lockNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import type { Reader } from '../../../registry/reading.js';
import type { Acting } from '../../acting.js';
import { toActor, toReader, type Caller } from '../../caller.js';
import { invalid, Refusal, toRefusal } from '../../refusal.js';
import { CURES } from '../../../domain/commands/cures.js';
import type { PageQuery } from '../../../contract/paging.js';
import { needNotice, type Reading } from '../../access.js';
import { answerPage, readNumberCursor } from '../../paging.js';

type Negotiating = Pick<Acting, 'trx' | 'caller' | 'services'>;

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
  evidence: { row: NoticeRow; reader: Reader; document: { reply?: number | undefined; document?: string | undefined } },
): Promise<void> {
  const { row, reader, document } = evidence;
  const missing = await findMissingDocuments(trx, { noticeId: row.id, reader, ...document });
  if (missing.reply) throw invalid('/reply', CURES.noReply);
  if (missing.document)
    throw invalid(
      '/document',
      'Neither the notice nor one linked to it has such a document. Add it to the notice first.',
    );
}

export function toDomainOffer(offer: OfferBody): Offer {
  const { kind, words } = offer;
  const said = words === undefined || words === '' ? {} : { words };
  if (kind === 'later') return { kind, until: new Date(offer.until).toISOString(), ...said };
  if (kind === 'other') return { kind, ...said };
  const { targets, countries } = offer;
  return {
    kind,
    ...(targets === undefined ? {} : { targets: [...targets].sort((one, other) => one - other) }),
    ...(countries === undefined ? {} : { countries: [...new Set(countries)].sort() }),
    ...said,
  };
}

export async function checkOffer(
  trx: Connection,
  proposal: { row: NoticeRow; offer: OfferBody; by: ProposalSide; now: Date; at?: string },
): Promise<void> {
  const { row, offer, by, now, at = '/offer' } = proposal;
  if (by === 'us' && offer.kind === 'later' && Date.parse(offer.until) <= now.getTime())
    throw invalid(`${at}/until`, CURES.timePassed);
  if (offer.kind !== 'narrower' || offer.targets === undefined) return;
  const targets = await findMissingTargets(trx, { noticeId: row.id, targets: offer.targets });
  if (targets.length > 0) throw invalid(`${at}/targets`, `The notice has no target ${targets.join(', ')}.`);
}

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
