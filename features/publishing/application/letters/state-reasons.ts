import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../../domain/canonical-json.js';
import {
  type ActedItem,
  type ReasonsDraft,
  type StatedFacts,
  type StatementBody,
  type StatementDue,
  statementDue,
  writeStatement,
} from '../../domain/statement.js';
import { formatUnpublishable, UNPUBLISHABLE, whyLawKeeps } from '../../domain/publication.js';
import { POLICY_DEFAULT } from '../../../../rulebook/rulebook.js';
import type { Connection } from '../../../../registry/db.js';
import type { NoticeRow } from '../../../../registry/notices/notices.js';
import { isSecret } from '../../../../registry/notices/secrecy.js';
import { type ActedRow, listRestrictedItems, type NewStatement, stateReasons } from '../../registry/statements.js';
import { findPublishingLaw } from './publication-facts.js';
import { Refusal } from '../../../../application/refusal.js';
import type { Services } from '../../../../application/services.js';

const PAGE = 1_000;

type Laws = Pick<Services, 'rulebook'>;

export function toActedItem({ rulebook }: Laws, row: ActedRow): ActedItem {
  const texts = row.grounds.flatMap((code) => rulebook.grounds.find((ground) => ground.code === code)?.text.en ?? []);
  return {
    kind: row.kind,
    authorityCountry: row.authority_country,
    receivedAt: row.received_at,
    law: row.regime_id === POLICY_DEFAULT ? null : (rulebook.regimeById(row.regime_id)?.title ?? row.regime_id),
    grounds: texts,
    type: row.type,
    decision: row.decision,
    action: row.action,
    countries: row.countries,
    actedAt: row.acted_at,
    restoredAt: row.restored_at,
  };
}

/** Returns why no reasons may be stated for a notice, as a code and a sentence; null: they may be stated. */
export async function whyUnstatable(laws: Laws, db: Connection, row: NoticeRow) {
  if (await isSecret(db, row.id)) return { code: 'secret' as const, cure: UNPUBLISHABLE.secret };
  const byLaw = await findPublishingLaw(laws, db, row);
  const code = whyLawKeeps(byLaw);
  return code === null ? null : { code, cure: formatUnpublishable(code, byLaw) };
}

export async function needStatable(laws: Laws, db: Connection, row: NoticeRow): Promise<void> {
  const why = await whyUnstatable(laws, db, row);
  if (why !== null) throw new Refusal('illegal_transition', why.cure);
}

export interface Stating {
  noticeId: string;
  items: readonly number[] | null;
  facts: StatedFacts;
}

export type Unstated = Record<Exclude<StatementDue, 'due'>, number>;

/** Collects the statements due for the items of a notice; one equal to the last is skipped. */
export async function collectReasons(
  laws: Laws,
  trx: Connection,
  stating: Stating,
): Promise<{ draft: ReasonsDraft; unstated: Unstated }> {
  const unstated: Unstated = { order: 0, elsewhere: 0 };
  const hash = createHash('sha256');
  let statements = 0;
  for await (const page of streamPages(laws, trx, { ...stating, unstated })) {
    statements += page.length;
    for (const statement of page) hash.update(canonicalJson(statement));
  }
  const { items, facts } = stating;
  return { draft: { facts, items, statements, sha256: hash.digest('hex') }, unstated };
}

/**
 * Queues approved statements for the DSA Transparency Database and returns how many are new. Throws `digest_mismatch`
 * if the record has changed since the approval.
 */
export async function queueReasons(
  laws: Laws,
  trx: Connection,
  { noticeId, approved, by, at }: { noticeId: string; approved: ReasonsDraft; by: string; at: Date },
): Promise<number> {
  const stating = { noticeId, items: approved.items, facts: approved.facts };
  const { draft } = await collectReasons(laws, trx, stating);
  if (draft.sha256 !== approved.sha256)
    throw new Refusal('digest_mismatch', 'The record has changed since these reasons were stated. State them again.');
  let queued = 0;
  for await (const statements of streamPages(laws, trx, stating))
    queued += await stateReasons(trx, { noticeId, statements, by, at });
  return queued;
}

async function* streamPages(
  laws: Laws,
  trx: Connection,
  { noticeId, items, facts, unstated }: Stating & { unstated?: Unstated },
): AsyncGenerator<NewStatement[]> {
  let rows: ActedRow[];
  let afterNo = 0;
  do {
    rows = await listRestrictedItems(trx, { noticeId, afterNo, limit: PAGE });
    afterNo = rows.at(-1)?.no ?? 0;
    yield rows.flatMap((row) => {
      if (items !== null && !items.includes(row.no)) return [];
      const item = toActedItem(laws, row);
      const due = statementDue(item);
      if (due !== 'due') {
        if (unstated !== undefined) unstated[due] += 1;
        return [];
      }
      const body = writeStatement(item, facts);
      return isNews(row, body) ? [{ no: row.no, submission: row.submission, body }] : [];
    });
  } while (rows.length === PAGE);
}

function isNews({ body: last, state }: ActedRow, body: StatementBody): boolean {
  return last === null || state === 'refused' || state === 'dead' || canonicalJson(last) !== canonicalJson(body);
}
