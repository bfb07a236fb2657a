import { useQuery } from '@tanstack/react-query';
import {
  INTERVENTIONS,
  DECISION_ACTIONS,
  type DecisionAction,
  BY_COUNTRY_DECISIONS,
  isByCountry,
} from '../../domain/targets/decision-action.js';
import { can, type Role } from '../../domain/people/permission.js';
import { findApproverSlots, type ApproverSlot } from '../../domain/submissions/submission.js';
import type { ColleagueView } from '../http/colleagues.js';
import { read } from '../http/call.js';
import type { Notice, Page, Target } from '../http/types.js';
import { formatCountry, formatList, formatNumber } from '../parts/format.js';
import type { Words } from '../words/use-words.js';

export interface Ahead {
  byAction: Partial<Record<DecisionAction, number>>;
  protectedActing: number;
  /** Countries in which items are withheld; null if there are too many drafts to read each. */
  countries: string[] | null;
}

const PAGE = 200;
const MAX_PAGES = 5;

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
  const counted = await Promise.all(DECISION_ACTIONS.map(async (action) => [action, await count({ action })] as const));
  const byAction: Ahead['byAction'] = {};
  for (const [action, n] of counted) if (n > 0) byAction[action] = n;
  const acting = INTERVENTIONS.filter((action) => byAction[action] !== undefined);
  const guarded = await Promise.all(acting.map((action) => count({ action, protected: 'any' })));
  const pages = BY_COUNTRY_DECISIONS.flatMap((action) =>
    Array.from({ length: Math.ceil((byAction[action] ?? 0) / PAGE) }, (_, page) => ({ action, skip: page * PAGE })),
  );
  const areMany = pages.length > MAX_PAGES;
  const rows = await Promise.all(
    (areMany ? [] : pages).map(({ action, skip }) => ask({ action, limit: `${PAGE}`, skip: `${skip}` })),
  );
  const countries = new Set(rows.flatMap(({ items }) => items.flatMap(({ decision }) => decision?.countries ?? [])));
  return {
    byAction,
    protectedActing: guarded.reduce((sum, n) => sum + n, 0),
    countries: areMany ? null : [...countries],
  };
}

/** Formats counts such as `583 withheld in India, 558 removed everywhere, 37 refused.` */
export function countsText({ byAction, countries }: Ahead, t: Words): string {
  const where = countries === null || countries.length === 0 ? '' : formatList(countries.map(formatCountry));
  const parts = DECISION_ACTIONS.flatMap((action) => {
    const count = byAction[action];
    if (count === undefined) return [];
    const key = isByCountry(action) && where !== '' ? (`${action}In` as const) : action;
    return [t(`notice:submitting.actions.${key}`, { count, countries: where })];
  });
  return parts.length === 0 ? t('notice:submitting.lettersOnly') : `${parts.join(', ')}.`;
}

/** Lists the required approver slots and the colleagues present who could fill each. */
export function slotsText(
  ahead: Ahead,
  {
    people,
    me,
    emergency,
    massTargets,
  }: { people: readonly ColleagueView[]; me: string; emergency: boolean; massTargets: number },
  t: Words,
): string {
  const approverSlots = findApproverSlots({ purpose: 'decision', cause: null, ...ahead, emergency }, { massTargets });
  const others = people.filter(({ id, away }) => id !== me && !away);
  const named = approverSlots.map((slot) => {
    const names = others.filter(({ roles }) => isNamed(roles, slot, approverSlots)).map(({ name }) => name);
    const who = t(`notice:submitting.slot.${slot}`);
    return names.length === 0 ? who : `${who} (${formatList(names.slice(0, 6), 'disjunction')})`;
  });
  return t('notice:submitting.approverSlots', {
    count: approverSlots.length,
    n: formatNumber(approverSlots.length),
    who: formatList(named),
  });
}

// Counsel can fill any slot and is kept for the one that needs counsel.
function isNamed(roles: readonly Role[], slot: ApproverSlot, slots: readonly ApproverSlot[]): boolean {
  if (roles.includes('counsel')) return slot === 'counsel' || !slots.includes('counsel');
  return slot === 'approver' && can(roles, 'approve');
}
