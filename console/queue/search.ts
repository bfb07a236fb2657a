/** What the address of the queue says: filters, order, and the notice beside the list. An address is a view. */
export interface QueueSearch {
  q?: string;
  stage?: string;
  kind?: string;
  jurisdiction?: string;
  regime?: string;
  authority?: string;
  assignee?: string;
  /** As triage named it. */
  queue?: string;
  unassigned?: 'true';
  attention?: 'true';
  overdue?: 'true';
  dueWithin?: string;
  sort?: 'due' | 'received' | 'consequence';
  /** Id of the notice under the cursor. */
  open?: string;
}

const TEXTS = [
  'q',
  'stage',
  'kind',
  'jurisdiction',
  'regime',
  'authority',
  'assignee',
  'queue',
  'dueWithin',
  'open',
] as const;
const SWITCHES = ['unassigned', 'attention', 'overdue'] as const;

/** Reads an address; what it does not know is left out. */
export function readSearch(raw: Record<string, unknown>): QueueSearch {
  const search: QueueSearch = {};
  for (const name of TEXTS) {
    const value = raw[name];
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') search[name] = String(value);
  }
  for (const name of SWITCHES) if (raw[name] === 'true' || raw[name] === true) search[name] = 'true';
  if (raw.sort === 'received' || raw.sort === 'consequence') search.sort = raw.sort;
  return search;
}

/** The filters alone, as the HTTP interface takes them. Closed notices are left out unless that stage is asked for. */
export function toApiQuery({ open: _open, ...filters }: QueueSearch): URLSearchParams {
  const query = new URLSearchParams(filters);
  if (filters.stage === undefined) query.set('open', 'true');
  return query;
}

/** Whether anything narrows the list. */
export function isNarrowed({ sort: _sort, open: _open, ...filters }: QueueSearch): boolean {
  return Object.keys(filters).length > 0;
}
