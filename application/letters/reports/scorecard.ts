import type { z } from 'zod';
import type { scorecardQuery, scorecardView } from '../../../contract/charts/dashboard.js';
import { scoreOrders } from '../../../domain/charts/scorecard.js';
import { CANARY_AUTHORITY } from '../../../domain/notices/canary.js';
import { ask } from '../../../registry/ask.js';
import { findAuthority } from '../../../registry/people/authorities.js';
import { queryScoredOrders } from '../../../registry/reports/charts.js';
import { toReader, type Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import type { CsvSheet } from './sheet.js';

const WEEK_MS = 7 * 86_400_000;
const PARTS = ['complete', 'verified', 'refused', 'repliesInTime', 'withdrawn'] as const;

/** How an authority orders, from its notices that the caller may read. */
export async function reportScorecard(
  { db, now }: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { authority: id, weeks, format }: z.output<typeof scorecardQuery>,
): Promise<z.input<typeof scorecardView> | CsvSheet> {
  const authority = id === CANARY_AUTHORITY ? undefined : await findAuthority(db, id);
  if (authority === undefined)
    throw new Refusal('missing', 'No authority has this id. `GET /v1/authorities` lists them.');
  const to = now();
  const from = new Date(to.getTime() - weeks * WEEK_MS);
  const orders = await ask(db, queryScoredOrders({ reader: toReader(caller), from, to, authority: id }));
  const { medianGivenMs, ...card } = scoreOrders(orders);
  const view = {
    authority: id,
    name: authority.name,
    from: from.toISOString(),
    to: to.toISOString(),
    ...card,
    medianGivenSeconds: medianGivenMs === null ? null : Math.round(medianGivenMs / 1000),
  };
  return format === 'csv' ? toSheet(view) : view;
}

function toSheet({ authority, name, from, to, ...card }: z.input<typeof scorecardView>): CsvSheet {
  return {
    name: `scorecard-${to.slice(0, 10)}`,
    head: ['authority', 'name', 'from', 'to', 'measure', 'count', 'of'],
    cells: [
      ['orders', card.orders, null] as const,
      ...PARTS.map((part) => [part, card[part].count, card[part].of] as const),
      ['medianGivenSeconds', card.medianGivenSeconds, card.withDeadline] as const,
      ['secret', card.secret, card.orders] as const,
    ].map((row) => [authority, name, from, to, ...row]),
  };
}
