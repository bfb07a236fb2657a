import { expect, test } from '@jest/globals';
import { findItemClock, groupCauses, locateCursor, groupRows } from '../../../../console/ops/group-causes.js';
import type { AlertItem } from '../../../../console/ops/types.js';
import { anItem, dueIn } from '../../../support/console/ops-items.js';

const listKinds = (items: AlertItem[]) => groupCauses(items).map(({ kind }) => kind);

test('causes that block work come before urgent ones, and those before the rest', () => {
  expect(
    listKinds([anItem({ kind: 'unclaimed' }), anItem({ kind: 'platform_drift' }), anItem({ kind: 'stuck_outbox' })]),
  ).toEqual(['stuck_outbox', 'platform_drift', 'unclaimed']);
});

test('equally severe causes are sorted by nearest own due time, then by age', () => {
  expect(
    listKinds([
      anItem({ kind: 'mail_outage', since: '2026-01-01T08:00:00.000Z' }),
      anItem({ kind: 'stuck_outbox', since: '2026-01-01T07:00:00.000Z' }),
      anItem({ kind: 'platform_outage', due: dueIn(120) }),
      anItem({ kind: 'clock_missed', due: dueIn(-5, { state: 'missed' }) }),
    ]),
  ).toEqual(['clock_missed', 'platform_outage', 'stuck_outbox', 'mail_outage']);
});

test('an alert kind unknown to the console is treated as urgent', () => {
  expect(listKinds([anItem({ kind: 'unclaimed' }), anItem({ kind: 'meteorite' })])).toEqual(['meteorite', 'unclaimed']);
});

test('rows of a cause are sorted by our own due time, authority and paused clocks last', () => {
  const [cause] = groupCauses([
    anItem({ number: 'theirs', due: dueIn(1, { owner: 'authority' }) }),
    anItem({ number: 'paused', due: dueIn(null, { state: 'paused' }) }),
    anItem({ number: 'later', due: dueIn(90) }),
    anItem({ number: 'sooner', due: dueIn(10) }),
  ]);
  expect(cause?.items.map(({ number }) => number)).toEqual(['sooner', 'later', 'theirs', 'paused']);
});

test('a cause starts with its first alert and counts each notice once', () => {
  const [cause] = groupCauses([
    anItem({ notice: 'a', since: '2026-01-01T09:00:00.000Z' }),
    anItem({ notice: 'a', since: '2026-01-01T07:00:00.000Z' }),
    anItem({ notice: null, since: '2026-01-01T08:00:00.000Z' }),
  ]);
  expect(cause).toMatchObject({ since: '2026-01-01T07:00:00.000Z', notices: ['a'] });
  expect(cause?.items).toHaveLength(3);
});

test('the cursor follows its cause, and keeps its place within the list when the cause is gone', () => {
  const causes = groupCauses([anItem({ kind: 'stuck_outbox' }), anItem({ kind: 'platform_drift' })]);
  expect(locateCursor(causes, { kind: 'platform_drift', at: 0 })).toBe(1);
  expect(locateCursor(causes, { kind: 'unclaimed', at: 5 })).toBe(1);
  expect(locateCursor(causes, { kind: null, at: 0 })).toBe(0);
  expect(locateCursor([], { kind: 'unclaimed', at: 3 })).toBe(0);
});

const clockIn = (minutes: number, given: Partial<NonNullable<AlertItem['clock']>> = {}) => {
  const { clock: id, startsAt, dueAt } = dueIn(minutes);
  return {
    id,
    kind: 'decide' as const,
    owner: 'us' as const,
    state: 'missed' as const,
    startsAt,
    dueAt,
    metAt: null,
    ...given,
  };
};

test('a row shows the clock that the alert concerns, not the most urgent one of its notice', () => {
  const decide = anItem({ detail: { clock: 'd' }, clock: clockIn(-10), due: dueIn(-600, { kind: 'acknowledge' }) });
  expect(findItemClock(decide)).toMatchObject({ kind: 'decide', shown: { dueAt: Date.parse(dueIn(-10).dueAt ?? '') } });
  const theirs = anItem({
    detail: { clock: 'a' },
    clock: clockIn(-10, { owner: 'authority', state: 'lapsed' }),
    due: dueIn(5),
  });
  expect(findItemClock(theirs)?.shown.owner).toBe('authority');
  expect(findItemClock(anItem({ due: dueIn(5) }))?.kind).toBe('comply');
  expect(findItemClock(anItem({ detail: { clock: 'gone' }, due: dueIn(5) }))).toBeNull();
});

test('a cause has one row per notice, most urgent first, and one per alert without a notice', () => {
  const [cause] = groupCauses([
    anItem({ kind: 'clock_missed', notice: 'a', detail: { clock: '1' }, clock: clockIn(-5) }),
    anItem({ kind: 'clock_missed', notice: 'b', detail: { clock: '2' }, clock: clockIn(-20) }),
    anItem({ kind: 'clock_missed', notice: 'a', detail: { clock: '3' }, clock: clockIn(-60) }),
    anItem({ kind: 'clock_missed', notice: null }),
    anItem({ kind: 'clock_missed', notice: null }),
  ]);
  const rows = cause === undefined ? [] : groupRows(cause);
  expect(rows.map(({ notice, items }) => [notice, items.map(({ detail }) => detail.clock)])).toEqual([
    ['a', ['3', '1']],
    ['b', ['2']],
    [null, [undefined]],
    [null, [undefined]],
  ]);
});
