import { read } from '../../http/call.js';
import type { Page, Target } from '../../http/types.js';
import { buildQuery } from '../../http/build-query.js';
import type { TargetFilters } from '../targets/target-search.js';

const WINDOW = 200;
/**
 * Maximum number of windows searched in a filtered list (2,000 rows); a target further away would not be expected as
 * the next one.
 */
const MAX_WINDOWS = 10;

interface From {
  after: number;
  at: number;
  gone: number;
}

/** Returns the index of the next undecided target in the filtered list; null if there is none within reach. */
export async function findUndecided(
  notice: string,
  filters: TargetFilters,
  { after, at, gone }: From,
): Promise<number | null> {
  const path = `/v1/notices/${notice}/targets?`;
  if (Object.keys(filters).length === 0) {
    const query = `status=undecided&limit=1&from=`;
    const next =
      (await read<Page<Target>>(`${path}${query}${after + 1}`)).items[0] ??
      (await read<Page<Target>>(`${path}${query}1`)).items[0];
    return next === undefined ? null : next.no - 1;
  }
  if (filters.status !== undefined && filters.status !== 'undecided') return null;
  const query = buildQuery(filters);
  // Decided targets drop out of a list of undecided ones, so the rows below have moved up.
  const start = filters.status === 'undecided' ? Math.max(at - gone, 0) : at;
  for (let window = 0; window < MAX_WINDOWS; window += 1) {
    const skip = start + window * WINDOW;
    const { items } = await read<Page<Target>>(`${path}${query}&limit=${WINDOW}&skip=${skip}`);
    const place = items.findIndex(({ no, status }) => no > after && status === 'undecided');
    if (place >= 0) return skip + place;
    if (items.length < WINDOW) return null;
  }
  return null;
}
