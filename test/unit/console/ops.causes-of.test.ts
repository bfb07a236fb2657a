import { expect, test } from '@jest/globals';
import { groupCauses, placeOf } from '../../../client/console/ops/causes-of.js';
import type { AttentionItem } from '../../../client/console/ops/types.js';
import { anItem, dueIn } from './ops-items.js';

const kindsOf = (items: AttentionItem[]) => groupCauses(items).map(({ kind }) => kind);

test('what stands still comes before what is urgent, and that before what is to be looked at', () => {
  expect(
    kindsOf([anItem({ kind: 'unclaimed' }), anItem({ kind: 'platform_drift' }), anItem({ kind: 'stuck_outbox' })]),
  ).toEqual(['stuck_outbox', 'platform_drift', 'unclaimed']);
});

test('of causes as bad as each other the one with the nearest own due comes first, then the one that lasts longest', () => {
  expect(
    kindsOf([
      anItem({ kind: 'mail_outage', since: '2026-01-01T08:00:00.000Z' }),
      anItem({ kind: 'stuck_outbox', since: '2026-01-01T07:00:00.000Z' }),
      anItem({ kind: 'platform_outage', due: dueIn(120) }),
      anItem({ kind: 'clock_missed', due: dueIn(-5, { state: 'missed' }) }),
    ]),
  ).toEqual(['clock_missed', 'platform_outage', 'stuck_outbox', 'mail_outage']);
});

test('a cause the console does not know is urgent and does not sink', () => {
  expect(kindsOf([anItem({ kind: 'unclaimed' }), anItem({ kind: 'meteorite' })])).toEqual(['meteorite', 'unclaimed']);
});

test("within a cause rows go by own due; the authority's clock and a paused one press nobody", () => {
  const [cause] = groupCauses([
    anItem({ number: 'theirs', due: dueIn(1, { owner: 'authority' }) }),
    anItem({ number: 'paused', due: dueIn(null, { state: 'paused' }) }),
    anItem({ number: 'later', due: dueIn(90) }),
    anItem({ number: 'sooner', due: dueIn(10) }),
  ]);
  expect(cause?.items.map(({ number }) => number)).toEqual(['sooner', 'later', 'theirs', 'paused']);
});

test('a cause lasts since its first reason and counts each notice once', () => {
  const [cause] = groupCauses([
    anItem({ notice: 'a', since: '2026-01-01T09:00:00.000Z' }),
    anItem({ notice: 'a', since: '2026-01-01T07:00:00.000Z' }),
    anItem({ notice: null, since: '2026-01-01T08:00:00.000Z' }),
  ]);
  expect(cause).toMatchObject({ since: '2026-01-01T07:00:00.000Z', notices: ['a'] });
  expect(cause?.items).toHaveLength(3);
});

test('the cursor follows its cause, and takes the place of one that has gone', () => {
  const causes = groupCauses([anItem({ kind: 'stuck_outbox' }), anItem({ kind: 'platform_drift' })]);
  expect(placeOf(causes, { kind: 'platform_drift', at: 0 })).toBe(1);
  expect(placeOf(causes, { kind: 'unclaimed', at: 5 })).toBe(1);
  expect(placeOf(causes, { kind: null, at: 0 })).toBe(0);
  expect(placeOf([], { kind: 'unclaimed', at: 3 })).toBe(0);
});
