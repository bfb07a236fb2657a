import type { z } from 'zod';
import { KeyLost } from '../../client/connection/key-wrap.js';
import { noticeOfPayload, openPayload } from '../../client/connection/payload-codec.js';
import { isRunSummary } from '../../client/connection/run-summary.js';
import type { payloads } from '../../contract/codec.js';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { isErased } from '../../registry/retention/erasure.js';
import { findAccess } from '../access.js';
import type { Caller } from '../caller.js';
import { recordSecretReads, toSeen } from '../secret-reads.js';
import type { Services } from '../services.js';

type Payload = z.output<typeof payloads>['payloads'][number];
type Sources = Pick<Services, 'db' | 'now' | 'keys'> & { temporalNamespace: string };

const CLOSED = toPlain('Hidden: you do not have access to this notice.');
const LOST = toPlain('Unreadable: the key of this notice is lost.');
const ERASED = toPlain('Erased: the key of this notice was shredded when its retention period ended.');

function toPlain(text: string): Payload {
  const inBase64 = (value: string) => Buffer.from(value).toString('base64');
  return { metadata: { encoding: inBase64('json/plain') }, data: inBase64(JSON.stringify(text)) };
}

/**
 * Decrypts payloads of Temporal by the caller's access: everything for readers of documents, only number and stage for
 * readers of facts.
 */
export async function decodePayloads(
  sources: Sources,
  caller: Caller,
  sentPayloads: readonly Payload[],
): Promise<{ payloads: Payload[] }> {
  const opened = new Map<string, (sent: Payload) => Promise<Payload>>();
  const answered: Payload[] = [];
  for (const sent of sentPayloads) {
    const noticeId = noticeOfPayload(toBytes(sent));
    if (noticeId === null) {
      answered.push(sent);
      continue;
    }
    const open = opened.get(noticeId) ?? (await openerFor(sources, caller, noticeId));
    opened.set(noticeId, open);
    answered.push(await open(sent));
  }
  return { payloads: answered };
}

async function openerFor(
  sources: Sources,
  caller: Caller,
  noticeId: string,
): Promise<(sent: Payload) => Promise<Payload>> {
  const found = await findAccess(sources.db, caller, noticeId);
  if (found === null || found.access === 'receipt') return async () => CLOSED;
  // Read from the database: a process may still hold an erased key in memory.
  if (found.row.erased_at !== null && (await isErased(sources.db, { noticeId, kind: 'payload_key' })))
    return async () => ERASED;
  const whole = found.access === 'documents';
  if (whole) await recordSecretReads(sources, caller, { seen: [toSeen(found.row)] });
  let lost = false;
  return async (sent) => {
    // Fetched once per request: a key service may take time to refuse.
    if (lost) return LOST;
    try {
      const { keys, temporalNamespace: namespace } = sources;
      const opened = await openPayload({ keys, namespace }, makeNoticeWorkflowId(noticeId), toBytes(sent));
      return whole || isRunSummary(opened) ? toText(opened) : CLOSED;
    } catch (error) {
      if (!(error instanceof KeyLost)) throw error;
      lost = true;
      return LOST;
    }
  };
}

function toBytes({ metadata = {}, data = '' }: Payload) {
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, Buffer.from(text, 'base64')])),
    data: Buffer.from(data, 'base64'),
  };
}

function toText({
  metadata,
  data,
}: {
  metadata?: Record<string, Uint8Array> | null;
  data?: Uint8Array | null;
}): Payload {
  return {
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
    ),
    data: Buffer.from(data ?? []).toString('base64'),
  };
}
