import { describe, expect, test } from '@jest/globals';
import { attentionOfClocks } from '../../../registry/ops/clock-alerts.js';
import { aClock, NOTICE_ID } from '../../support/builders.js';

const kindsOf = (patch: Parameters<typeof aClock>[0]) =>
  attentionOfClocks(NOTICE_ID, [aClock({ kind: 'reinstate', ...patch })]).map(({ kind }) => kind);

describe('a running clock to restore', () => {
  test('asks for attention where an order has lost its basis', () => {
    expect(kindsOf({ basis: 'house' })).toEqual(['restore_due']);
  });

  test("asks for none where it is a law's time to put back, as after a counter-notice", () => {
    expect(kindsOf({ basis: 'law' })).toEqual([]);
    expect(kindsOf({ basis: 'law', state: 'missed' })).toEqual(['clock_missed']);
  });
});
