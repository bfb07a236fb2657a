import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { payloads } from '../../../contract/codec.js';
import { noQuery } from '../../../contract/query.js';
import type { Caller } from '../../../application/caller.js';
import { makeNoticeWorkflowId } from '../../../domain/notices/notice.js';
import { KeyLost } from '../../../client/connection/key-wrap.js';
import { isRunSummary, noticeOfPayload, openPayload } from '../../../client/connection/payload-codec.js';
import { isErased } from '../../../registry/retention/erasure.js';
import { findAccess } from '../../../application/access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { recordSecretReads, toSeen } from '../../../application/secret-reads.js';

type Payload = z.output<typeof payloads>['payloads'][number];

const CLOSED = toPlain('Hidden: you do not have access to this notice.');
const LOST = toPlain('Unreadable: the key of this notice is lost.');
const ERASED = toPlain('Erased: the key of this notice was shredded when its retention period ended.');

function toPlain(text: string): Payload {
  const inBase64 = (value: string) => Buffer.from(value).toString('base64');
  return { metadata: { encoding: inBase64('json/plain') }, data: inBase64(JSON.stringify(text)) };
}

/**
 * `POST /v1/codec/decode`: decrypts payloads for the Temporal UI by the reader's access: everything for readers of
 * documents, only number and stage for readers of facts. The UI sends the console session (its settings: this address,
 * "include cross-origin credentials").
 */
export function registerDecodePayloads(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Decode Temporal payloads of the notices that the caller can read',
    tags: ['ops'],
    querystring: noQuery,
    body: payloads,
    response: { 200: payloads },
  };
  app.post('/v1/codec/decode', { schema }, async (request, reply) => {
    const caller = requireCaller(request);
    allowUi(context, request, reply);
    const opened = new Map<string, (sent: Payload) => Promise<Payload>>();
    const answered: Payload[] = [];
    for (const sent of request.body.payloads) {
      const noticeId = noticeOfPayload(toBytes(sent));
      if (noticeId === null) {
        answered.push(sent);
        continue;
      }
      const open = opened.get(noticeId) ?? (await openerFor(context, caller, noticeId));
      opened.set(noticeId, open);
      answered.push(await open(sent));
    }
    return { payloads: answered };
  });
  app.options('/v1/codec/decode', { schema: { hide: true, response: { 204: z.null() } } }, async (request, reply) => {
    allowUi(context, request, reply);
    reply.headers({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type, x-namespace, authorization',
      'access-control-max-age': '600',
    });
    return reply.code(204).send(null);
  });
}

/** Only the desk's own Temporal UI may read the answer from a browser. */
function allowUi({ temporalUi }: ApiContext, { headers: { origin } }: FastifyRequest, reply: FastifyReply): void {
  reply.header('vary', 'Origin');
  if (origin === undefined || temporalUi === null || origin !== new URL(temporalUi).origin) return;
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' });
}

async function openerFor(
  context: ApiContext,
  caller: Caller,
  noticeId: string,
): Promise<(sent: Payload) => Promise<Payload>> {
  const found = await findAccess(context.db, caller, noticeId);
  if (found === null || found.access === 'receipt') return async () => CLOSED;
  // Read from the database: a process may still hold an erased key in memory.
  if (found.row.erased_at !== null && (await isErased(context.db, { noticeId, kind: 'payload_key' })))
    return async () => ERASED;
  const whole = found.access === 'documents';
  if (whole) await recordSecretReads(context, caller, { seen: [toSeen(found.row)] });
  let lost = false;
  return async (sent) => {
    // Fetched once per request: a key service may take time to refuse.
    if (lost) return LOST;
    try {
      const { keys, temporalNamespace: namespace } = context;
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
