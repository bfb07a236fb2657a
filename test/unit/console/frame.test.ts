import { describe, expect, test } from '@jest/globals';
import { pickLanding, placeAt } from '../../../console/frame/places.js';
import { readSearch, toApiQuery } from '../../../console/queue/search.js';
import { sortClocks } from '../../../console/queue/sort-clocks.js';
import { isViewOf } from '../../../console/queue/views.js';
import { parseLanguageTag } from '../../../console/state/browser-language.js';

test('the landing page depends on the person’s roles', () => {
  expect(pickLanding(['approver'])).toBe('/approvals');
  expect(pickLanding(['counsel'])).toBe('/approvals');
  expect(pickLanding(['reviewer', 'approver'])).toBe('/');
  expect(pickLanding(['intake'])).toBe('/intake');
  expect(pickLanding(['intake', 'auditor'])).toBe('/');
  expect(pickLanding(['auditor'])).toBe('/');
  expect(pickLanding([])).toBe('/');
});

test('an address belongs to one section, and a notice’s address to none', () => {
  expect(placeAt('/')).toBe('/');
  expect(placeAt('/approvals')).toBe('/approvals');
  expect(placeAt('/notices/0190/approval')).toBeUndefined();
  expect(placeAt('/opsworth')).toBeUndefined();
});

describe('saved view of the queue', () => {
  test('is counted with the same query as its list', () => {
    const counted = toApiQuery(readSearch({ open: 'true', queue: 'urgent' }));
    expect(counted.toString()).toBe('queue=urgent&open=true');
    expect(toApiQuery(readSearch({ stage: 'approval' })).getAll('open')).toEqual([]);
  });

  test('is recognised whatever the order of its filters and the notice opened beside the list', () => {
    const view = readSearch({ kind: 'court_order', overdue: 'true' });
    expect(isViewOf(view, readSearch({ overdue: 'true', kind: 'court_order', open: 'x' }))).toBe(true);
    expect(isViewOf(view, readSearch({ kind: 'court_order' }))).toBe(false);
  });
});

test('clocks are sorted with our overdue ones first, then the authority’s, then met ones', () => {
  const clock = (
    name: string,
    owner: 'us' | 'authority',
    state: 'running' | 'paused' | 'met' | 'missed',
    day: number,
  ) => ({
    name,
    owner,
    state,
    startsAt: '2026-01-01T00:00:00.000Z',
    dueAt: `2026-02-0${day}T00:00:00.000Z`,
    metAt: state === 'met' ? '2026-01-02T00:00:00.000Z' : null,
  });
  const sorted = sortClocks([
    clock('met', 'us', 'met', 1),
    clock('theirs', 'authority', 'missed', 1),
    clock('later', 'us', 'running', 9),
    clock('paused', 'us', 'paused', 2),
    clock('missed', 'us', 'missed', 3),
  ]);
  expect(sorted.map(({ name }) => name)).toEqual(['missed', 'later', 'paused', 'theirs', 'met']);
});

test.each([
  ['en-US@posix', 'en-US'],
  ['de_DE.UTF-8', 'de-DE'],
  ['pt-BR', 'pt-BR'],
  ['C', undefined],
  ['', undefined],
])('a browser locale %j is read as %s', (locale, tag) => {
  expect(parseLanguageTag(locale)).toBe(tag);
});
