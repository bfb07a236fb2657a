import {
  type ActedItem,
  type StatedFacts,
  type StatementDue,
  statementDue,
  writeStatement,
} from '../../domain/report/statement.js';
import { HOUSE_DEFAULT } from '../../rulebook/rulebook.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { publishingLawOf } from '../publishing/publication-facts.js';
import { sayUnpublishable, whyLawKeeps } from '../../domain/report/publication.js';
import { getNotice, lockNotice } from '../../registry/notice/notices.js';
import { isSecret } from '../../registry/notice/secrecy.js';
import { type ActedRow, listActedItems, stateReasons } from '../../registry/report/statements.js';
import { actorOf, type Caller } from '../caller.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';

const PAGE = 1_000;

/** An item as a statement is written from it: law and grounds in the words of the rulebook. */
export function toActedItem({ rulebook }: Pick<Services, 'rulebook'>, row: ActedRow): ActedItem {
  const texts = row.grounds.flatMap((code) => rulebook.grounds.find((ground) => ground.code === code)?.text.en ?? []);
  return {
    kind: row.kind,
    authorityCountry: row.authority_country,
    receivedAt: row.received_at,
    law: row.regime_id === HOUSE_DEFAULT ? null : (rulebook.regimeById(row.regime_id)?.title ?? row.regime_id),
    grounds: texts,
    type: row.type,
    lane: row.lane,
    action: row.action,
    countries: row.countries,
    actedAt: row.acted_at,
    restoredAt: row.restored_at,
  };
}

interface Stating {
  trx: Connection;
  services: Pick<Services, 'now' | 'rulebook'>;
  caller: Caller;
}

/** How many statements wait now that did not, and how many items need none, by why. */
export type Stated = Record<Exclude<StatementDue, 'due'>, number> & { queued: number };

/**
 * States the reasons for what was done with items of a notice, for the DSA Transparency Database. What is the same as the
 * last time is not stated again. Throws `illegal_transition` while the notice is a secret.
 */
export async function stateReasonsOf(
  { trx, services, caller }: Stating,
  { noticeId, items, facts }: { noticeId: string; items: readonly number[] | undefined; facts: StatedFacts },
): Promise<Stated> {
  await lockNotice(trx, noticeId);
  if (await isSecret(trx, noticeId))
    throw new Refusal('illegal_transition', 'Nothing of a secret notice is published before its secrecy ends.');
  const byLaw = await publishingLawOf(services, trx, await getNotice(trx, noticeId));
  const kept = whyLawKeeps(byLaw);
  if (kept !== null) throw new Refusal('illegal_transition', sayUnpublishable(kept, byLaw));
  const at = services.now();
  const stated: Stated = { queued: 0, order: 0, elsewhere: 0 };
  let rows: ActedRow[];
  let afterNo = 0;
  do {
    rows = await listActedItems(trx, { noticeId, afterNo, limit: PAGE });
    afterNo = rows.at(-1)?.no ?? 0;
    const statements = rows.flatMap((row) => {
      if (items !== undefined && !items.includes(row.no)) return [];
      const item = toActedItem(services, row);
      const due = statementDue(item);
      if (due === 'due') return [{ no: row.no, submission: row.submission, body: writeStatement(item, facts) }];
      stated[due] += 1;
      return [];
    });
    stated.queued += await stateReasons(trx, { noticeId, statements, by: caller.person.id, at });
  } while (rows.length === PAGE);
  if (stated.queued > 0) {
    const detail = { category: facts.category, contentDate: facts.contentDate, targets: stated.queued };
    await appendAudit(trx, [{ at, noticeId, actor: actorOf(caller), action: 'reasons_stated', detail }]);
  }
  return stated;
}
