import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endOfQuietMs } from '../../../../domain/clock-arithmetic/index.js';

const zone = 'Asia/Kolkata';
const at = (text: string) => Date.parse(text);

describe('endOfQuietMs', () => {
  test.each([
    ['2026-03-01T22:00:00+05:30', '2026-03-02T06:30:00+05:30'],
    ['2026-03-01T23:59:59+05:30', '2026-03-02T06:30:00+05:30'],
    ['2026-03-02T00:00:00+05:30', '2026-03-02T06:30:00+05:30'],
    ['2026-03-02T06:29:59+05:30', '2026-03-02T06:30:00+05:30'],
  ])('ends hours over midnight on the next morning (%s)', (now, end) => {
    expect(endOfQuietMs({ from: '22:00', until: '06:30', zone }, at(now))).toBe(at(end));
  });

  test.each(['2026-03-01T21:59:59+05:30', '2026-03-02T06:30:00+05:30', '2026-03-02T12:00:00+05:30'])(
    'is null outside (%s)',
    (now) => {
      expect(endOfQuietMs({ from: '22:00', until: '06:30', zone }, at(now))).toBeNull();
    },
  );

  test('takes hours within a day', () => {
    const quiet = { from: '12:00', until: '13:00', zone };
    expect(endOfQuietMs(quiet, at('2026-03-02T12:30:00+05:30'))).toBe(at('2026-03-02T13:00:00+05:30'));
    expect(endOfQuietMs(quiet, at('2026-03-02T13:00:00+05:30'))).toBeNull();
  });

  test('follows the local clock through a change of summer time', () => {
    const quiet = { from: '22:00', until: '06:30', zone: 'Europe/Berlin' };
    expect(endOfQuietMs(quiet, at('2026-03-28T23:00:00+01:00'))).toBe(at('2026-03-29T06:30:00+02:00'));
  });

  test('never holds a message for longer than a day', () => {
    const time = fc
      .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
      .map(({ hour, minute }) => [hour, minute].map((part) => String(part).padStart(2, '0')).join(':'));
    const instant = fc.integer({ min: at('2020-01-01'), max: at('2040-01-01') });
    fc.assert(
      fc.property(time, time, fc.constantFrom(zone, 'Europe/Berlin', 'UTC'), instant, (from, until, own, now) => {
        fc.pre(from !== until);
        const end = endOfQuietMs({ from, until, zone: own }, now);
        expect((end ?? now) - now).toBeLessThanOrEqual(25 * 3_600_000);
      }),
    );
  });
});
