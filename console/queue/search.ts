import { isOneOf } from '../../domain/is-one-of.js';
import { NOTICE_SORTS, type NoticeSort } from '../../domain/notices/notice.js';
const TEXTS = [
  'q',
  'stage',
  'kind',
  'jurisdiction',
  'regime',
  'authority',
  'assignee',
  'queue',
  'priority',
  'dueWithin',
  'open',
] as const;
const SWITCHES = ['unassigned', 'alert', 'overdue'] as const;

/**
 * The queue as its address describes it: filters, order and the notice shown beside the list. A view is such an
 * address.
 */
export interface QueueSearch
  extends Partial<Record<(typeof TEXTS)[number], string>>,
    Partial<Record<(typeof SWITCHES)[number], 'true'>> {
  sort?: NoticeSort;
}

/** Parses an address; unknown parameters are ignored. */
export function readSearch(raw: Record<string, unknown>): QueueSearch {
  const search: QueueSearch = {};
  for (const name of TEXTS) {
    const value = raw[name];
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') search[name] = String(value);
  }
  for (const name of SWITCHES) if (raw[name] === 'true' || raw[name] === true) search[name] = 'true';
  if (isOneOf(NOTICE_SORTS, raw.sort) && raw.sort !== 'due') search.sort = raw.sort;
  return search;
}

/** Returns the filters as API parameters. Closed notices are excluded unless their stage is selected. */
export function toApiQuery({ open: _open, ...filters }: QueueSearch): URLSearchParams {
  const query = new URLSearchParams(filters);
  if (filters.stage === undefined) query.set('open', 'true');
  return query;
}

/** Whether any filter is active; order and the open notice do not count. */
export function isNarrowed({ sort: _sort, open: _open, ...filters }: QueueSearch): boolean {
  return Object.keys(filters).length > 0;
}
