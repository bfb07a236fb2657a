import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Act } from '../../../../domain/acts/act-statement.js';
import { isUpheld, lowerAuthenticity, proveNotice, type SignedStep } from '../../../../domain/acts/proven-notice.js';
import { AUTHENTICITIES, type Authenticity } from '../../../../domain/notices/notice.js';
import { isVerified } from '../../../../domain/notices/sender.js';

const sign = (act: Act, { person = 'p1', minute = 0, refused = false } = {}): SignedStep => ({
  statement: {
    ...act,
    notice: 'n1',
    person,
    roles: [],
    commandId: `c${minute}`,
    at: new Date(Date.UTC(2021, 1, 1, 0, minute)).toISOString(),
  },
  refused,
});

const receipt = (authenticity: Authenticity): Act => ({
  kind: 'receipt',
  facts: {
    authority: 'in-meity',
    authorityName: 'MeitY',
    noticeKind: 'blocking_order',
    authenticity,
    regime: { id: 'IN-69A', version: '2009-10-27' },
    effectiveUntil: null,
    links: [],
  },
});
const check = (outcome: 'confirmed' | 'denied' | 'no_answer'): Act => ({
  kind: 'sender_check',
  facts: { method: 'call_back', contact: null, document: null, outcome },
});
const reading = (authenticity: Authenticity | null, effectiveUntil?: string | null): Act => ({
  kind: 'reading',
  facts: { authenticity, regime: null, ...(effectiveUntil === undefined ? {} : { effectiveUntil }) },
});

describe('proveNotice', () => {
  test('proves nothing of a notice without a signed receipt', () => {
    expect(proveNotice([])).toMatchObject({ receipt: null, authenticity: 'unverified', verifiedBy: [] });
  });

  test('reads acts in the order of signing, whatever the order of rows', () => {
    const steps = [
      sign(check('denied'), { minute: 2 }),
      sign(check('confirmed'), { minute: 1 }),
      sign(receipt('unverified')),
    ];
    expect(proveNotice(steps).authenticity).toBe('rejected');
  });

  test('names who confirmed a sender and the previous authenticity', () => {
    const steps = [sign(receipt('unverified')), sign(check('confirmed'), { minute: 1, person: 'p2' })];
    expect(proveNotice(steps).verifiedBy).toEqual([{ id: 'p2', from: 'unverified' }]);
  });

  test('ignores a confirmation whose command was refused, but counts every denial', () => {
    const refused = { minute: 1, refused: true };
    expect(proveNotice([sign(receipt('unverified')), sign(check('confirmed'), refused)]).authenticity).toBe(
      'unverified',
    );
    expect(proveNotice([sign(receipt('channel_verified')), sign(check('denied'), refused)]).authenticity).toBe(
      'rejected',
    );
  });

  test('lets triage lower the authenticity and never raise it', () => {
    expect(
      proveNotice([sign(receipt('unverified')), sign(reading('signer_verified'), { minute: 1 })]).authenticity,
    ).toBe('unverified');
    expect(
      proveNotice([sign(receipt('channel_verified')), sign(reading('rejected'), { minute: 1 })]).authenticity,
    ).toBe('rejected');
  });

  test('keeps who last read an order’s end date, and drops it when a later reading states none', () => {
    const until = '2021-03-01T00:00:00.000Z';
    const read = [sign(receipt('unverified')), sign(reading(null, until), { minute: 1, person: 'p2' })];
    expect(proveNotice(read).effectiveUntil).toEqual({ at: until, by: 'p2' });
    expect(proveNotice([...read, sign(reading(null), { minute: 2 })]).effectiveUntil).toEqual({ at: until, by: 'p2' });
    expect(proveNotice([...read, sign(reading(null, null), { minute: 2 })]).effectiveUntil).toBeNull();
  });

  test('verifies a sender only by a receipt or confirmation without a later denial', () => {
    const act = fc.oneof(
      fc.constantFrom(...AUTHENTICITIES).map(receipt),
      fc.constantFrom('confirmed' as const, 'denied' as const, 'no_answer' as const).map(check),
      fc.constantFrom(...AUTHENTICITIES, null).map((one) => reading(one)),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(act, fc.boolean()), { maxLength: 6 }), (acts) => {
        const steps = acts.map(([one, refused], minute) => sign(one, { minute, refused }));
        if (!isVerified(proveNotice(steps).authenticity)) return;
        const raising = steps.findLastIndex(
          ({ statement: { kind, facts }, refused }) =>
            !refused &&
            ((kind === 'receipt' && isVerified((facts as { authenticity: Authenticity }).authenticity)) ||
              (kind === 'sender_check' && (facts as { outcome: string }).outcome === 'confirmed')),
        );
        expect(raising).toBeGreaterThanOrEqual(0);
        const after = steps.slice(raising + 1).map(({ statement }) => statement);
        expect(
          after.some(
            ({ kind, facts }) => kind === 'sender_check' && (facts as { outcome: string }).outcome === 'denied',
          ),
        ).toBe(false);
      }),
    );
  });
});

describe('lowerAuthenticity', () => {
  test('is never above what signed acts prove, nor above the row', () => {
    expect(lowerAuthenticity('unverified', 'signer_verified')).toBe('unverified');
    expect(lowerAuthenticity('signer_verified', 'channel_verified')).toBe('channel_verified');
    expect(lowerAuthenticity('rejected', 'channel_verified')).toBe('rejected');
  });
});

describe('isUpheld', () => {
  test('holds for the cause that counsel signed and no other', () => {
    const facts = { status: 'withdrawn' as const, because: 'n2', reason: 'x', document: null };
    const proven = proveNotice([sign({ kind: 'uphold_order', facts })]);
    const order = { status: 'withdrawn' as const, because: 'n2', sinceMs: 0, number: null };
    expect(isUpheld(proven, order)).toBe(true);
    expect(isUpheld(proven, { ...order, because: 'n3' })).toBe(false);
    expect(isUpheld(proven, { ...order, status: 'stayed' })).toBe(false);
  });
});
