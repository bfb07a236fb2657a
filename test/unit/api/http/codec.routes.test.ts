import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { makeNoticeWorkflowId } from '../../../../domain/notices/notice.js';
import { createPayloadCodec } from '../../../../client/connection/payload-codec.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import type { Role } from '../../../../domain/people/permission.js';

const UI = 'http://127.0.0.1:8233';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const inBase64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64');

function toWire({ metadata, data }: Payload) {
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, bytes]) => [name, inBase64(bytes)])),
    data: inBase64(data ?? new Uint8Array()),
  };
}

async function sealedFor(noticeId: string, ...values: unknown[]) {
  const codec = createPayloadCodec({ keys: api.context.keys, namespace: 'default' });
  const context = { type: 'workflow', namespace: 'default', workflowId: makeNoticeWorkflowId(noticeId) } as const;
  const sealed = await codec.encode(
    values.map((value) => defaultPayloadConverter.toPayload(value)),
    context,
  );
  return sealed.map(toWire);
}

async function decodeAs(role: Role, payloads: unknown[]): Promise<unknown[]> {
  const answer = await api.post('/v1/codec/decode', role, { payloads });
  expect(answer.statusCode).toBe(200);
  return answer.json().payloads.map(({ data }: { data: string }) => JSON.parse(Buffer.from(data, 'base64').toString()));
}

const CLOSED = 'Hidden: you do not have access to this notice.';

describe('POST /v1/codec/decode', () => {
  test('decodes the text for roles that read documents, only the number for ops, and nothing for intake', async () => {
    const { id, number } = await api.receive();
    const payloads = await sealedFor(id, { text: 'a note' }, number);
    expect(await decodeAs('reviewer', payloads)).toEqual([{ text: 'a note' }, number]);
    expect(await decodeAs('ops', payloads)).toEqual([CLOSED, number]);
    expect(await decodeAs('intake', payloads)).toEqual([CLOSED, CLOSED]);
  });

  test('answers for a gagged notice as for a nonexistent one without clearance', async () => {
    const { id, number } = await api.receive({ secrecy: await api.gagged() });
    const payloads = await sealedFor(id, { text: 'a note' }, number);
    for (const role of ['reviewer', 'ops', 'admin'] as const)
      expect(await decodeAs(role, payloads)).toEqual([CLOSED, CLOSED]);
    expect(await decodeAs('counsel', payloads)).toEqual([{ text: 'a note' }, number]);
  });

  test('rejects a payload moved to another notice', async () => {
    const [first, second] = [await api.receive(), await api.receive()];
    const [payload] = await sealedFor(first.id, { text: 'a note' });
    const moved = { ...payload, metadata: { ...payload?.metadata, key: inBase64(second.id) } };
    expect(await decodeAs('reviewer', [moved])).toEqual([{ refusedPayload: true }]);
  });

  test('requires credentials, and returns unsealed payloads unchanged', async () => {
    expect(
      (await api.app.inject({ method: 'POST', url: '/v1/codec/decode', payload: { payloads: [] } })).statusCode,
    ).toBe(401);
    const plain = toWire(defaultPayloadConverter.toPayload('plain'));
    expect(await decodeAs('ops', [plain])).toEqual(['plain']);
  });
});

describe('CORS preflight of the codec', () => {
  const preflight = (origin: string) =>
    api.app.inject({
      method: 'OPTIONS',
      url: '/v1/codec/decode',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  test('allows the origin of the Temporal UI with the console’s session', async () => {
    const answer = await preflight(UI);
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': UI,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
    });
  });

  test('allows no other origin', async () => {
    expect((await preflight('https://evil.example')).headers).not.toHaveProperty('access-control-allow-origin');
  });
});
