import { useQuery } from '@tanstack/react-query';
import { ACTING_LANES, LANES, type Lane, BY_COUNTRY_LANES, isByCountry } from '../../domain/target/lane.js';
import { can, type Role } from '../../domain/people/permission.js';
import { seatsFor, type Seat } from '../../domain/submission/submission.js';
import type { ColleagueView } from '../http/colleagues.js';
import { read } from '../http/call.js';
import type { Notice, Page, Target } from '../http/types.js';
import { formatCountry, formatList, formatNumber } from '../parts/format.js';
import type { Words } from '../words/use-words.js';

export interface Ahead {
  byLane: Partial<Record<Lane, number>>;
  protectedActing: number;
  /** Countries in which items are withheld; null if there are too many drafts to read each. */
  countries: string[] | null;
}

const PAGE = 200;
const MOST_PAGES = 5;

/** Counts drafts by action, as a submission would freeze them now. */
export function useSubmissionAhead(notice: Notice): Ahead | undefined {
  return useQuery({
    queryKey: ['notice', notice.id, 'ahead', notice.draftRevision],
    queryFn: ({ signal }) => readAhead(notice.id, signal),
  }).data;
}

async function readAhead(notice: string, signal: AbortSignal): Promise<Ahead> {
  const ask = (query: Record<string, string>) =>
    read<Page<Target>>(
      `/v1/notices/${notice}/targets?${new URLSearchParams({ status: 'drafted', ...query }).toString()}`,
      { signal, background: true },
    );
  const count = async (query: Record<string, string>) =>
    (await ask({ ...query, limit: '1', count: 'true' })).total ?? 0;
  const counted = await Promise.all(LANES.map(async (lane) => [lane, await count({ lane })] as const));
  const byLane: Ahead['byLane'] = {};
  for (const [lane, n] of counted) if (n > 0) byLane[lane] = n;
  const acting = ACTING_LANES.filter((lane) => byLane[lane] !== undefined);
  const guarded = await Promise.all(acting.map((lane) => count({ lane, protected: 'any' })));
  const pages = BY_COUNTRY_LANES.flatMap((lane) =>
    Array.from({ length: Math.ceil((byLane[lane] ?? 0) / PAGE) }, (_, page) => ({ lane, skip: page * PAGE })),
  );
  const areMany = pages.length > MOST_PAGES;
  const rows = await Promise.all(
    (areMany ? [] : pages).map(({ lane, skip }) => ask({ lane, limit: `${PAGE}`, skip: `${skip}` })),
  );
  const countries = new Set(rows.flatMap(({ items }) => items.flatMap(({ decision }) => decision?.countries ?? [])));
  return {
    byLane,
    protectedActing: guarded.reduce((sum, n) => sum + n, 0),
    countries: areMany ? null : [...countries],
  };
}

/** Formats counts such as `583 withheld in India, 558 removed everywhere, 37 refused.` */
export function countsText({ byLane, countries }: Ahead, t: Words): string {
  const where = countries === null || countries.length === 0 ? '' : formatList(countries.map(formatCountry));
  const parts = LANES.flatMap((lane) => {
    const count = byLane[lane];
    if (count === undefined) return [];
    const key = isByCountry(lane) && where !== '' ? (`${lane}In` as const) : lane;
    return [t(`notice:submitting.lanes.${key}`, { count, countries: where })];
  });
  return parts.length === 0 ? t('notice:submitting.lettersOnly') : `${parts.join(', ')}.`;
}

/** Lists the required approver slots and the colleagues present who could fill each. */
export function seatsText(
  ahead: Ahead,
  {
    people,
    me,
    emergency,
    massTargets,
  }: { people: readonly ColleagueView[]; me: string; emergency: boolean; massTargets: number },
  t: Words,
): string {
  const seats = seatsFor({ purpose: 'decision', cause: null, ...ahead, emergency }, { massTargets });
  const others = people.filter(({ id, away }) => id !== me && !away);
  const named = seats.map((seat) => {
    const names = others.filter(({ roles }) => fills(roles, seat)).map(({ name }) => name);
    const who = t(`notice:submitting.seat.${seat}`);
    return names.length === 0 ? who : `${who} (${formatList(names.slice(0, 6), 'disjunction')})`;
  });
  return t('notice:submitting.seats', { count: seats.length, n: formatNumber(seats.length), who: formatList(named) });
}

function fills(roles: readonly Role[], seat: Seat): boolean {
  return seat === 'counsel' ? roles.includes('counsel') : can(roles, 'approve') && !roles.includes('counsel');
}
