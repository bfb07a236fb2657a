import { isIPv6 } from 'node:net';

export interface ConnectionLimits {
  maxConnections: number;
  maxPerAddress: number;
  /** Bytes of a message that must arrive in each period during transfer. */
  minBytes: number;
  periodMs: number;
  /** From DATA to the end of the message. */
  maxDataMs: number;
  /** From the connection, or from the end of a message, to the next DATA. */
  maxCommandMs: number;
}

/**
 * A body is spooled to disk, so a connection costs a socket and no memory; 128 full ones are 5 GiB of disk. One address
 * gets a quarter of them; Postfix by default opens 20 per destination at most. A sender below 1 KiB/s
 * for half a minute is no mail server; in 15 minutes 40 MiB pass at 45 KiB/s. RFC 5321 (4.5.3.2) lets senders wait
 * longer than all of these, so a message cut off here is sent again.
 */
export const CONNECTION_LIMITS: ConnectionLimits = {
  maxConnections: 128,
  maxPerAddress: 32,
  minBytes: 30 * 1_024,
  periodMs: 30_000,
  maxDataMs: 15 * 60_000,
  maxCommandMs: 2 * 60_000,
};

/** State of a connection at a check. `store`: the message has arrived and its sender waits for our reply. */
export interface WatchedConnection {
  phase: 'command' | 'data' | 'store';
  /** Start of the phase. */
  sinceMs: number;
  /** Bytes of the message now and at the previous check; null if there was none in this phase. */
  bytes: number;
  bytesBefore: number | null;
}

/** Returns why a connection must end, or null; called once per period. */
export function overrun(
  { phase, sinceMs, bytes, bytesBefore }: WatchedConnection,
  nowMs: number,
  limits: ConnectionLimits,
): string | null {
  const lasted = nowMs - sinceMs;
  if (phase === 'command') return lasted > limits.maxCommandMs ? 'No message was received for too long.' : null;
  if (phase === 'store') return null;
  if (lasted > limits.maxDataMs) return 'The message took too long.';
  return bytesBefore !== null && bytes - bytesBefore < limits.minBytes ? 'The message arrives too slowly.' : null;
}

/**
 * Returns the unit of the per-address limit: an IPv4 address, or the /64 of an IPv6 address, which is what one network
 * gets.
 */
export function countedAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const whole = [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':')];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
