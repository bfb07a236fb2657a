import { describe, expect, test } from '@jest/globals';
import { waitAfter, WEBHOOK_TRIES } from '../../../../domain/webhooks/webhook-event.js';

const MINUTE = 60_000;

describe('waitAfter: retries to a webhook subscriber', () => {
  test('grows to half an hour and ends after a day', () => {
    const waits = Array.from({ length: WEBHOOK_TRIES }, (_, index) => waitAfter(index + 1));
    expect(waits.slice(0, 6)).toEqual([5_000, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 30 * MINUTE]);
    expect(waits.at(-1)).toBeNull();
    const hours = waits.reduce<number>((total, wait) => total + (wait ?? 0), 0) / 3_600_000;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(25);
  });

  test('honours a longer wait asked for by the subscriber, up to an hour, and never a shorter one', () => {
    expect(waitAfter(1, 120_000)).toBe(120_000);
    expect(waitAfter(5, 1_000)).toBe(30 * MINUTE);
    expect(waitAfter(1, 90 * MINUTE)).toBe(60 * MINUTE);
  });
});
