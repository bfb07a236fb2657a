import { isIPv6 } from 'node:net';

/** What one connection, one address and all of them may use of the listener. */
export interface ConnectionLimits {
  maxConnections: number;
  maxPerAddress: number;
  /** Bytes of a message that must arrive in each period while it is transmitted. */
  minBytes: number;
  periodMs: number;
  /** From DATA to its end. */
  maxDataMs: number;
  /** From the connection, or from the end of a message, to the next DATA. */
  maxCommandMs: number;
}

/**
 * A body is on disk while it comes in, so that a connection costs a socket and no memory; 128 full ones are 5 GiB of disk. One
 * address has an eighth of them: as many as Postfix opens to one destination by default is 20, and it begins with 5. A sender
 * below 1 KiB/s for half a minute is no mail server; in 15 minutes 40 MiB pass at 45 KiB/s. RFC 5321 (4.5.3.2) has senders
 * wait longer than all of these: what is cut off comes again.
 */
export const CONNECTION_LIMITS: ConnectionLimits = {
  maxConnections: 128,
  maxPerAddress: 16,
  minBytes: 30 * 1_024,
  periodMs: 30_000,
  maxDataMs: 15 * 60_000,
  maxCommandMs: 2 * 60_000,
};

/** A connection as it is looked at. `store`: the message is here, and its sender waits for us. */
export interface Watched {
  phase: 'command' | 'data' | 'store';
  /** Of the phase. */
  sinceMs: number;
  /** Bytes of the message so far, and at the look before; null: there was none in this phase. */
  bytes: number;
  bytesBefore: number | null;
}

/** Why a connection is ended now; null: it stays. It is asked once a period. */
export function overrun(
  { phase, sinceMs, bytes, bytesBefore }: Watched,
  nowMs: number,
  limits: ConnectionLimits,
): string | null {
  const lasted = nowMs - sinceMs;
  if (phase === 'command') return lasted > limits.maxCommandMs ? 'No message was received for too long.' : null;
  if (phase === 'store') return null;
  if (lasted > limits.maxDataMs) return 'The message took too long.';
  return bytesBefore !== null && bytes - bytesBefore < limits.minBytes ? 'The message arrives too slowly.' : null;
}

/** Whom connections count for: an IPv4 address, or the /64 of an IPv6 one, which is what one network has. */
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
