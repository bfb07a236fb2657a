import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { findUnknownFilter, fitsFilter, narrowsFilter, NO_FILTER } from '../../../../domain/webhooks/event-filter.js';

const EVENT = { type: 'notice.submit', alert: null, law: 'IN-ITR-3-1-D', country: 'IN' };
const ALERT = { type: 'alert.raised', alert: 'webhook_given_up', law: null, country: null };
const isLaw = (id: string) => id === 'IN-ITR-3-1-D';

describe('narrowsFilter', () => {
  test.each([
    [{}, {}, true],
    [{}, { types: ['notice.submit'] }, true],
    [{ types: ['notice.*'] }, { types: ['notice.submit', 'notice.*'] }, true],
    [{ types: ['notice.*'] }, { types: ['clock.pause'] }, false],
    [{ types: ['notice.submit'] }, { types: ['notice.*'] }, false],
    [{ countries: ['IN', 'DE'] }, { countries: ['DE'] }, true],
    [{ countries: ['IN'] }, {}, false],
    [{ alerts: ['webhook_given_up'] }, { types: ['notice.*'] }, false],
  ])('decides from %j to %j', (before, after, narrows) =>
    expect(narrowsFilter({ ...NO_FILTER, ...before }, { ...NO_FILTER, ...after })).toBe(narrows),
  );

  test('lets no event pass that the wider filter stops', () => {
    const lists = fc.subarray(['notice.*', 'notice.submit', 'clock.*', 'IN', 'DE', 'webhook_given_up', 'IN-ITR-3-1-D']);
    const filters = fc.record({ types: lists, alerts: lists, laws: lists, countries: lists });
    fc.assert(
      fc.property(filters, filters, fc.constantFrom(EVENT, ALERT), (before, after, event) => {
        expect(narrowsFilter(before, after) && fitsFilter(after, event) && !fitsFilter(before, event)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('fitsFilter', () => {
  test.each([
    [{ types: ['notice.*'] }, true],
    [{ types: ['notice.submit', 'clock.*'] }, true],
    [{ types: ['clock.*'] }, false],
    [{ laws: ['IN-ITR-3-1-D'], countries: ['IN', 'DE'] }, true],
    [{ laws: ['IN-ITR-3-1-D'], countries: ['DE'] }, false],
    [{ alerts: ['webhook_given_up'] }, true],
  ])('decides %j of an event of a notice', (filter, fits) =>
    expect(fitsFilter({ ...NO_FILTER, ...filter }, EVENT)).toBe(fits),
  );

  test.each([
    [{ alerts: ['webhook_given_up'] }, true],
    [{ alerts: ['pager_outage'] }, false],
    [{ types: ['alert.raised'] }, true],
    [{ countries: ['IN'] }, false],
  ])('decides %j of an alert about no notice', (filter, fits) =>
    expect(fitsFilter({ ...NO_FILTER, ...filter }, ALERT)).toBe(fits),
  );

  test('never lets another condition add events', () => {
    const lists = fc.subarray(['notice.*', 'notice.submit', 'clock.*', 'IN', 'DE', 'webhook_given_up', 'IN-ITR-3-1-D']);
    const filters = fc.record({ types: lists, alerts: lists, laws: lists, countries: lists });
    fc.assert(
      fc.property(filters, fc.constantFrom(EVENT, ALERT), (filter, event) => {
        const without = { ...filter, laws: [] };
        expect(!fitsFilter(filter, event) || fitsFilter(without, event)).toBe(true);
        expect(fitsFilter(NO_FILTER, event)).toBe(true);
      }),
    );
  });
});

describe('findUnknownFilter', () => {
  test('accepts what events can have', () => {
    const filter = { types: ['alert.*', 'clock.escalation_fired'], alerts: ['webhook_given_up'] };
    expect(findUnknownFilter({ ...filter, laws: ['IN-ITR-3-1-D'], countries: ['IN', 'EU'] }, isLaw)).toBeNull();
  });

  test.each([
    [{ types: ['notice.*', 'notice.decided'] }, '/types/1'],
    [{ types: ['*'] }, '/types/0'],
    [{ alerts: ['fire'] }, '/alerts/0'],
    [{ laws: ['IN-ITR'] }, '/laws/0'],
    [{ countries: ['DE', 'ZZ'] }, '/countries/1'],
  ])('names the place of an unknown value in %j', (filter, path) =>
    expect(findUnknownFilter({ ...NO_FILTER, ...filter }, isLaw)).toMatchObject({ path }),
  );
});
