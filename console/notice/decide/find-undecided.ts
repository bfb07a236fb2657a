import { read } from '../../http/call.js';
import type { Page, Target } from '../../http/types.js';
import type { TargetFilters } from '../targets/target-pages.js';
import { queryOf } from '../../http/query-of.js';

const WINDOW = 200;
/** So many rows of a filtered list are looked through; what lies further is not the next one in anybody's mind. */
const MOST_WINDOWS = 10;

interface From {
  /** The number of the last target that was decided. */
  after: number;
  /** Where the cursor stood, and how many were decided with it. */
  at: number;
  gone: number;
}

/** The place of the next undecided target in the list that a filter leaves; null where there is none. */
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
  const query = queryOf(filters);
  // What was decided has left a list of undecided ones, and those below have moved up.
  const start = filters.status === 'undecided' ? Math.max(at - gone, 0) : at;
  for (let window = 0; window < MOST_WINDOWS; window += 1) {
    const skip = start + window * WINDOW;
    const { items } = await read<Page<Target>>(`${path}${query}&limit=${WINDOW}&skip=${skip}`);
    const place = items.findIndex(({ no, status }) => no > after && status === 'undecided');
    if (place >= 0) return skip + place;
    if (items.length < WINDOW) return null;
  }
  return null;
}
