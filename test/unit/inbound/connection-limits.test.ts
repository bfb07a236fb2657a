import { describe, expect, test } from '@jest/globals';
import {
  CONNECTION_LIMITS,
  countedAddress,
  overrun,
  type WatchedConnection,
} from '../../../inbound/connection-limits.js';

const AT: WatchedConnection = { phase: 'data', sinceMs: 0, bytes: 0, bytesBefore: null };
const LIMITS = { ...CONNECTION_LIMITS, minBytes: 100, maxDataMs: 1_000, maxCommandMs: 500 };

describe('overrun', () => {
  test.each<[string, Partial<WatchedConnection>, number]>([
    ['a message that has just begun', {}, 900],
    ['a message that comes fast enough', { bytes: 300, bytesBefore: 200 }, 900],
    ['a message that we are storing', { phase: 'store' }, 1_000_000],
    ['a connection that begins a message soon', { phase: 'command' }, 500],
  ])('allows %s', (_name, change, nowMs) => {
    expect(overrun({ ...AT, ...change }, nowMs, LIMITS)).toBeNull();
  });

  test.each<[string, Partial<WatchedConnection>, number]>([
    ['a message below the least rate', { bytes: 299, bytesBefore: 200 }, 900],
    ['a message that takes too long', { bytes: 9_999, bytesBefore: 0 }, 1_001],
    ['a connection without a message', { phase: 'command' }, 501],
  ])('ends %s', (_name, change, nowMs) => {
    expect(overrun({ ...AT, ...change }, nowMs, LIMITS)).toEqual(expect.any(String));
  });
});

describe('countedAddress', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('counts the address %s as %s', (address, counted) => {
    expect(countedAddress(address)).toBe(counted);
  });
});
