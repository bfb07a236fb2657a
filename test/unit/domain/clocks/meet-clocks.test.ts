import { expect, test } from '@jest/globals';
import { carryAcknowledged } from '../../../../domain/clocks/meet-clocks.js';
import { aClock } from '../../../support/builders.js';

const SENT_MS = Date.UTC(2026, 0, 2);
const sent = [aClock({ kind: 'acknowledge', metAtMs: SENT_MS })];

test.each([
  ['met', 'before its deadline', SENT_MS + 1],
  ['met', 'at its deadline', SENT_MS],
  ['met', 'without a deadline', null],
  ['missed', 'after its deadline', SENT_MS - 1],
])('the acknowledgement clock of a new law is %s by a letter that left %s', (state, _, dueAtMs) => {
  const fresh = [aClock({ kind: 'acknowledge', dueAtMs }), aClock({ kind: 'comply' })];
  expect(carryAcknowledged(sent, fresh)).toEqual([{ ...fresh[0], state, metAtMs: SENT_MS }, fresh[1]]);
});

test('the clocks of a new law stay as they are while no acknowledgement has left', () => {
  const fresh = [aClock({ kind: 'acknowledge' })];
  expect(carryAcknowledged([aClock({ kind: 'acknowledge' })], fresh)).toEqual(fresh);
});
