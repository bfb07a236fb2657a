import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '../../domain/people/actor.js';
import type { Offer, OfferKind, ProposalSide, ProposalState, SettledState } from '../../domain/letters/proposal.js';
import { INTERVENTIONS, BY_COUNTRY_DECISIONS } from '../../domain/targets/decision-action.js';
import type { TargetStatus } from '../../domain/targets/target.js';
import type { Connection } from '../db.js';
import { appendAudit } from '../notices/audit.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { wordList } from '../word-list.js';
import type { ProposalTable } from './tables.js';

/** The document behind a proposal or its settlement. Empty for a meeting, whose minutes are on the timeline. */
export interface ProposalDocument {
  letter?: number | undefined;
  reply?: number | undefined;
  document?: string | undefined;
}

type Said =
  | 'n'
  | 'by'
  | 'kind'
  | 'made_at'
  | 'targets'
  | 'countries'
  | 'until'
  | 'words'
  | 'letter'
  | 'reply'
  | 'document';

export interface ProposalView extends Pick<ProposalTable, Said | 'recorded_by'> {
  message_id: string | null;
  state: ProposalState;
  settled_at: Date | null;
  settled_by: string | null;
  settled_reply: number | null;
  settled_document: string | null;
  reason: string;
  /** For an open narrowing proposal: number of targets acted on, or submitted, beyond it. */
  beyond: number;
  extended: boolean;
}

const HELD = ['submitted', 'approved', 'applied'] as const satisfies readonly TargetStatus[];

const beyond = sql`(
  select count(*) from target
  where target.notice_id = proposal.notice_id and proposal.kind = 'narrower' and proposal.state = 'open'
    and target.status in ${wordList(HELD)} and target.action in ${wordList(INTERVENTIONS)}
    and (target.no <> all (coalesce(proposal.targets, array[target.no]))
      or proposal.countries is not null
        and not (target.action in ${wordList(BY_COUNTRY_DECISIONS)} and target.countries <@ proposal.countries)))`;

const extended = sql`exists (
  select from clock_move where clock_move.notice_id = proposal.notice_id and cause = 'extend' and clock_move.state = 'made'
    and to_due >= proposal.until)`;

function views(which: RawBuilder<unknown>): RawBuilder<ProposalView> {
  return sql`
    select proposal.n, by, proposal.kind, made_at, targets, countries, until, words, proposal.letter, letter.message_id, reply, document,
      recorder.name as recorded_by, proposal.state, settled_at, settler.name as settled_by, settled_reply, settled_document, reason,
      ${beyond} as beyond, ${extended} as extended
    from proposal
    left join letter on letter.notice_id = proposal.notice_id and letter.n = proposal.letter
    left join person recorder on recorder.id = recorded_by
    left join person settler on settler.id = settled_by
    where ${which}`;
}

export async function listProposals(
  db: Connection,
  { noticeId, afterN, limit }: { noticeId: string; afterN: number; limit: number },
): Promise<ProposalView[]> {
  const which = sql`proposal.notice_id = ${noticeId}::uuid and proposal.n > ${afterN} order by proposal.n limit ${limit}`;
  return (await views(which).execute(db)).rows;
}

export async function countProposals(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from proposal where notice_id = ${noticeId}::uuid`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Returns a proposal with its row locked until the transaction ends. */
export async function lockProposal(
  trx: Connection,
  { noticeId, n }: { noticeId: string; n: number },
): Promise<ProposalView | undefined> {
  const which = sql`proposal.notice_id = ${noticeId}::uuid and proposal.n = ${n} for update of proposal`;
  return (await views(which).execute(trx)).rows[0];
}

export interface NewProposal {
  noticeId: string;
  /** Identifies the source of the proposal; a second insert with the same key does nothing. */
  key: string;
  by: ProposalSide;
  offer: Offer;
  document: ProposalDocument;
  at: Date;
  actor: Actor;
}

/**
 * Inserts a proposal and its audit event; an open one of the same side and kind is superseded. Null if the key exists
 * already.
 */
export async function insertProposal(trx: Connection, proposal: NewProposal): Promise<number | null> {
  const { noticeId, key, by, offer, document, at, actor } = proposal;
  // Locks the notice row, so that two concurrent proposals get different numbers.
  await trx.selectFrom('notice').select('id').where('id', '=', noticeId).forNoKeyUpdate().execute();
  const row = await trx
    .insertInto('proposal')
    .values({
      notice_id: noticeId,
      n: sql<number>`(select coalesce(max(n), 0) + 1 from proposal where notice_id = ${noticeId}::uuid)`,
      key,
      by,
      kind: offer.kind,
      made_at: at,
      targets: offer.targets ?? null,
      countries: offer.countries ?? null,
      until: offer.until === undefined ? null : new Date(offer.until),
      words: offer.words ?? '',
      letter: document.letter ?? null,
      reply: document.reply ?? null,
      document: document.document ?? null,
      recorded_by: actor.kind === 'person' ? actor.id : null,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('n')
    .executeTakeFirst();
  if (row === undefined) return null;
  const supersedes = await supersede(trx, { noticeId, by, kind: offer.kind, before: row.n, at });
  const detail = { proposal: row.n, by, offer, ...document, ...(supersedes.length === 0 ? {} : { supersedes }) };
  await appendAudit(trx, [{ at, noticeId, actor, action: 'proposal_made', detail }]);
  return row.n;
}

async function supersede(
  trx: Connection,
  { noticeId, by, kind, before, at }: { noticeId: string; by: ProposalSide; kind: OfferKind; before: number; at: Date },
): Promise<number[]> {
  const rows = await trx
    .updateTable('proposal')
    .set({ state: 'superseded', settled_at: at })
    .where('notice_id', '=', noticeId)
    .where('by', '=', by)
    .where('kind', '=', kind)
    .where('state', '=', 'open')
    .where('n', '<', before)
    .returning('n')
    .execute();
  return rows.map(({ n }) => n).sort((one, other) => one - other);
}

export async function settleProposal(
  trx: Connection,
  settled: {
    noticeId: string;
    n: number;
    state: SettledState;
    reason: string;
    document: Pick<ProposalDocument, 'reply' | 'document'>;
    at: Date;
    actor: Actor;
  },
): Promise<void> {
  const { noticeId, n, state, reason, document, at, actor } = settled;
  await trx
    .updateTable('proposal')
    .set({
      state,
      reason,
      settled_at: at,
      settled_by: actor.id,
      settled_reply: document.reply ?? null,
      settled_document: document.document ?? null,
    })
    .where('notice_id', '=', noticeId)
    .where('n', '=', n)
    .execute();
  const detail = { proposal: n, state, reason, ...document };
  await appendAudit(trx, [{ at, noticeId, actor, action: 'proposal_settled', detail }]);
}

/** Returns which of these target numbers the notice does not have, ten at most. */
export async function findMissingTargets(
  db: Connection,
  { noticeId, targets }: { noticeId: string; targets: readonly number[] },
): Promise<number[]> {
  const { rows } = await sql<{ no: number }>`
    select no from unnest(${[...targets]}::integer[]) as asked (no)
    where not exists (select from target where target.notice_id = ${noticeId}::uuid and target.no = asked.no)
    order by no limit 10`.execute(db);
  return rows.map(({ no }) => no);
}

/**
 * Returns which of the documents behind a proposal is not on record. A document of a linked notice counts if the reader
 * has access to that notice.
 */
export async function findMissingDocuments(
  db: Connection,
  { noticeId, reader, reply = null, document = null }: { noticeId: string; reader: Reader } & SourceDocument,
): Promise<{ reply: boolean; document: boolean }> {
  const linked = sql`select other.id from notice other join notice_link link
    on (${noticeId}::uuid, other.id) in ((link.from_notice, link.to_notice), (link.to_notice, link.from_notice))
    where ${canRead(reader, 'other')}`;
  const { rows } = await sql<{ reply: boolean; document: boolean }>`
    select
      ${reply}::integer is not null and not exists (
        select from inbound_mail where notice_id = ${noticeId}::uuid and inbound_mail.reply = ${reply}::integer) as reply,
      ${document}::text is not null and not exists (
        select from document where sha256 = ${document}::text
          and (notice_id = ${noticeId}::uuid or notice_id in (${linked}))) as document`.execute(db);
  return rows[0] ?? { reply: false, document: false };
}

interface SourceDocument {
  reply?: number | null | undefined;
  document?: string | null | undefined;
}

export async function listNumberedTargets(
  db: Connection,
  { noticeId, numbers }: { noticeId: string; numbers: readonly number[] },
): Promise<{ no: number; type: string; locator: string }[]> {
  const { rows } = await sql<{ no: number; type: string; locator: string }>`
    select no, type, locator from target
    where notice_id = ${noticeId}::uuid and no = any (${[...numbers]}::integer[]) order by no`.execute(db);
  return rows;
}

export async function findOffer(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number | null },
): Promise<Offer | undefined> {
  const row = await db
    .selectFrom('submission')
    .select('letter')
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .executeTakeFirst();
  return row?.letter?.offer;
}
