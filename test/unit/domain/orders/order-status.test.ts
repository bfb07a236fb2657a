import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  decideOrderState,
  describeOrder,
  IN_EFFECT,
  mayCarryOut,
  refusalToCarryOut,
  type OrderFacts,
  type Uphold,
} from '../../../../domain/orders/order-status.js';
import { HOUR, T0 } from '../../../support/builders.js';
import { runs } from '../../../support/jest/cases.js';

const NOTHING: OrderFacts = { revocations: [], stays: [], annulledLaw: null, endsAtMs: null };
const DOCUMENT = { notice: 'n2', number: 'N-2021-000002', atMs: T0 };
const REVOCATION = { ...DOCUMENT, byCourt: false };
const STAY = { ...DOCUMENT, notice: 'n3', number: 'N-2021-000003', liftedAtMs: null };

describe('decideOrderState', () => {
  test('keeps an order in effect while nothing on record ends it', () => {
    expect(decideOrderState(NOTHING, T0)).toEqual(IN_EFFECT);
    expect(decideOrderState({ ...NOTHING, endsAtMs: T0 + 1 }, T0)).toEqual(IN_EFFECT);
  });

  test('is withdrawn if the authority revoked the order, and annulled if a court did', () => {
    const revoked = { status: 'withdrawn', sinceMs: T0, because: 'n2', number: 'N-2021-000002' };
    expect(decideOrderState({ ...NOTHING, revocations: [REVOCATION] }, T0)).toEqual(revoked);
    const byCourt = { ...NOTHING, revocations: [{ ...REVOCATION, byCourt: true }] };
    expect(decideOrderState(byCourt, T0)).toEqual({ ...revoked, status: 'annulled' });
  });

  test('is annulled from the instant at which the law of the order was struck down', () => {
    const facts = { ...NOTHING, annulledLaw: { law: 'TR-5651-9 2014', atMs: T0 } };
    expect(decideOrderState(facts, T0 - 1).status).toBe('in_effect');
    expect(decideOrderState(facts, T0)).toEqual({
      status: 'annulled',
      sinceMs: T0,
      because: 'TR-5651-9 2014',
      number: null,
    });
  });

  test('is lapsed from the exact instant at which the order ends', () => {
    const facts = { ...NOTHING, endsAtMs: T0 };
    expect(decideOrderState(facts, T0 - 1).status).toBe('in_effect');
    expect(decideOrderState(facts, T0)).toMatchObject({ status: 'lapsed', because: '2021-02-01T00:00:00.000Z' });
  });

  test('is stayed until every stay is lifted', () => {
    const lifted = { ...STAY, liftedAtMs: T0 + HOUR };
    expect(decideOrderState({ ...NOTHING, stays: [STAY] }, T0)).toMatchObject({ status: 'stayed', because: 'n3' });
    expect(decideOrderState({ ...NOTHING, stays: [lifted] }, T0)).toEqual(IN_EFFECT);
    const another = { ...STAY, notice: 'n4' };
    expect(decideOrderState({ ...NOTHING, stays: [lifted, another] }, T0).because).toBe('n4');
  });

  test('reports a permanent end of an order rather than a stay', () => {
    const all = { revocations: [REVOCATION], stays: [STAY], annulledLaw: null, endsAtMs: T0 - 1 };
    expect(decideOrderState(all, T0).status).toBe('withdrawn');
    expect(decideOrderState({ ...all, revocations: [] }, T0).status).toBe('lapsed');
  });
});

describe('mayCarryOut', () => {
  const uphold = (patch: Partial<Uphold>): Uphold => ({
    status: 'withdrawn',
    because: 'n2',
    by: 'caro',
    byName: 'caro Demo',
    reason: 'It names another order.',
    document: null,
    atMs: T0,
    ...patch,
  });
  const withdrawn = decideOrderState({ ...NOTHING, revocations: [REVOCATION] }, T0);

  test('accepts an uphold only for the cause that counsel read', () => {
    expect(mayCarryOut(IN_EFFECT, null)).toBe(true);
    expect(mayCarryOut(withdrawn, null)).toBe(false);
    expect(mayCarryOut(withdrawn, uphold({}))).toBe(true);
    expect(mayCarryOut(withdrawn, uphold({ because: 'n9' }))).toBe(false);
    expect(mayCarryOut(withdrawn, uphold({ status: 'lapsed' }))).toBe(false);
  });

  test('rejects an order not in effect with a sentence that names the cause and the way out, whatever the cause', () => {
    const document = fc.record({ notice: fc.uuid(), number: fc.constant('N-2021-000009'), atMs: fc.constant(T0) });
    const facts = fc.record({
      revocations: fc.array(fc.tuple(document, fc.boolean()).map(([doc, byCourt]) => ({ ...doc, byCourt }))),
      stays: fc.array(document.map((doc) => ({ ...doc, liftedAtMs: null }))),
      annulledLaw: fc.option(fc.constant({ law: 'X 1', atMs: T0 })),
      endsAtMs: fc.option(fc.constant(T0)),
    });
    fc.assert(
      fc.property(facts, (known) => {
        const orderState = decideOrderState(known, T0);
        expect(describeOrder(orderState)).toMatch(/^The order .*\.$/);
        if (orderState.status !== 'in_effect') expect(refusalToCarryOut(orderState)).toContain('uphold-order');
      }),
      runs(200),
    );
  });
});
