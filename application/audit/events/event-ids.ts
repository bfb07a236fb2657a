import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Connection } from '../../../registry/db.js';
import { findEventSeal } from '../../../registry/notices/audit-views.js';
import { invalid } from '../../refusal.js';

/** Ids of live events: ordered, without the log's sequence numbers, which would reveal how much others do. */
export interface EventIds {
  of(entry: { seq: number; at: Date }): string;
}

const ID = /^\d{17}\.([\w-]{22})$/;
const CIPHER = 'aes-128-ecb';

/** One cipher block with the sequence number and a check value that proves it was sealed here. */
function seal(key: Buffer, seq: number): string {
  const block = Buffer.alloc(16);
  block.writeBigUInt64BE(BigInt(seq));
  const cipher = createCipheriv(CIPHER, key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]).toString('base64url');
}

/** Opens the ids of one stream, which continues after `lastEventId` if it is given. Throws `validation` for a foreign one. */
export async function openEventIds(
  db: Connection,
  lastEventId: string | undefined,
): Promise<{ ids: EventIds; lastEventId: number | null }> {
  const key = await findEventSeal(db);
  const isGiven = lastEventId !== undefined && lastEventId !== '';
  const place = isGiven ? decodePlace(key, lastEventId) : null;
  if (isGiven && place === null)
    throw invalid('/headers/last-event-id', 'Send the id of an event exactly as received, or omit it.');
  return { ids: createEventIds(key), lastEventId: place };
}

/** Returns the log position behind an id; null if the id is not ours. */
function decodePlace(key: Buffer, id: string): number | null {
  const sealed = ID.exec(id)?.[1];
  if (sealed === undefined) return null;
  const decipher = createDecipheriv(CIPHER, key, null).setAutoPadding(false);
  const block = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]);
  return block.readBigUInt64BE(8) === 0n ? Number(block.readBigUInt64BE(0)) : null;
}

/** Creates ids for one listener, ordered by time and, within a millisecond, by delivery. */
export function createEventIds(key: Buffer): EventIds {
  let [lastMs, nth] = [0, 0];
  return {
    of({ seq, at }) {
      const ms = Math.max(lastMs, at.getTime());
      nth = ms === lastMs ? nth + 1 : 0;
      lastMs = ms;
      return `${String(ms).padStart(13, '0')}${String(nth).padStart(4, '0')}.${seal(key, seq)}`;
    },
  };
}
