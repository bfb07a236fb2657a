import type { AlertItem } from '../../../console/ops/types.js';

const NOON = Date.UTC(2026, 0, 1, 12);
let made = 0;

export function anItem({
  kind = 'platform_outage',
  ...given
}: Omit<Partial<AlertItem>, 'kind'> & { kind?: string } = {}): AlertItem {
  made += 1;
  return {
    id: String(made),
    kind: kind as AlertItem['kind'],
    notice: `notice-${made}`,
    number: `N-2026-${String(made).padStart(6, '0')}`,
    since: '2026-01-01T08:00:00.000Z',
    summary: '',
    detail: {},
    title: '',
    explains: '',
    selfHeals: '',
    safe: null,
    due: null,
    clock: null,
    repairs: [],
    temporalUrl: null,
    ...given,
  };
}

type Due = NonNullable<AlertItem['due']>;

export function dueIn(minutes: number | null, given: Partial<Due> = {}): Due {
  return {
    clock: 'clock',
    kind: 'comply',
    owner: 'us',
    basis: 'law',
    confidence: 'primary',
    state: 'running',
    startsAt: '2026-01-01T00:00:00.000Z',
    dueAt: minutes === null ? null : new Date(NOON + minutes * 60_000).toISOString(),
    ...given,
  };
}
