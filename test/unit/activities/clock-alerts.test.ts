import { describe, expect, test } from '@jest/globals';
import { listClockAlerts } from '../../../registry/ops/clock-alerts.js';
import { aClock, NOTICE_ID } from '../../support/builders.js';

const listKinds = (patch: Parameters<typeof aClock>[0]) =>
  listClockAlerts(NOTICE_ID, [aClock({ kind: 'reinstate', ...patch })]).map(({ kind }) => kind);

describe('alerts for a running reinstate clock', () => {
  test('are raised if an order has lost its basis', () => {
    expect(listKinds({ basis: 'policy' })).toEqual(['restore_due']);
  });

  test('are not raised if the law itself sets the time to restore, as after a counter-notice', () => {
    expect(listKinds({ basis: 'law' })).toEqual([]);
    expect(listKinds({ basis: 'law', state: 'missed' })).toEqual(['clock_missed']);
  });
});
