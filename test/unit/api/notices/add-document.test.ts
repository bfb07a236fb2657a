import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
let id: string;
beforeAll(async () => {
  api = await startApi();
  ({ id } = await api.receive());
});
afterAll(() => api.close());

interface Sent {
  bytes?: Buffer | string;
  as?: keyof ApiHarness['people'];
  headers?: Record<string, string>;
}

const NAMED = { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="order.pdf"' };

async function add({ bytes = '%PDF-1.4 hello', as = 'reviewer', headers = NAMED }: Sent = {}, notice = id) {
  const answer = await api.app.inject({
    method: 'POST',
    url: `/v1/notices/${notice}/documents`,
    headers: { authorization: `Bearer ${api.people[as].key}`, ...headers },
    payload: bytes,
  });
  return { status: answer.statusCode, body: answer.json(), replay: answer.headers['idempotent-replay'] };
}

const documents = async () => (await api.get(`/v1/notices/${id}/documents`, 'reviewer')).json().items;

describe('adding a document', () => {
  test('stores it byte for byte under its SHA-256 and name, and logs it once', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 0x25]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': "attachment; filename*=UTF-8''Erg%C3%A4nzung%20%E2%82%AC.txt",
    };
    const facts = { sha256, name: 'Ergänzung €.txt', mediaType: 'text/plain; charset=utf-8', size: 5 };
    expect(await add({ bytes, headers })).toMatchObject({ status: 200, body: { ...facts, added: true } });
    expect((await add({ bytes, headers: NAMED })).body).toMatchObject({ sha256, added: false });
    expect(await documents()).toContainEqual(facts);
    const kept = await api.get(`/v1/notices/${id}/documents/${sha256}`, 'counsel');
    expect(Buffer.from(kept.rawPayload)).toEqual(bytes);
    const entries = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json().items;
    expect(entries.filter(({ action }: { action: string }) => action === 'document_added')).toMatchObject([
      { actor: { name: 'reviewer' }, detail: facts },
    ]);
  });

  test('accepts JSON as a document', async () => {
    const headers = { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="a.json"' };
    expect((await add({ bytes: '{"a":', headers })).body).toMatchObject({ name: 'a.json', size: 5 });
  });

  test('stores it once per idempotency key, and rejects another document under the same key', async () => {
    const headers = { ...NAMED, 'idempotency-key': randomUUID() };
    const first = await add({ bytes: 'keyed', headers });
    expect(await add({ bytes: 'keyed', headers })).toEqual({ ...first, replay: 'true' });
    expect((await add({ bytes: 'other', headers })).status).toBe(422);
  });

  test.each<[string, Sent, number, string | null]>([
    ['without a name', { headers: { 'content-type': 'application/pdf' } }, 422, '/headers/content-disposition'],
    [
      'under a name that is none',
      { headers: { ...NAMED, 'content-disposition': 'attachment; filename="' } },
      422,
      '/headers/content-disposition',
    ],
    [
      'under a name too long',
      { headers: { ...NAMED, 'content-disposition': `attachment; filename="${'a'.repeat(256)}"` } },
      422,
      '/headers/content-disposition',
    ],
    ['of no media type', { headers: { ...NAMED, 'content-type': 'nothing' } }, 415, null],
    ['that is packed', { headers: { ...NAMED, 'content-encoding': 'gzip' } }, 422, '/headers/content-encoding'],
    ['that is empty', { bytes: '' }, 422, ''],
    ['by ops', { as: 'ops' }, 403, null],
    ['by an auditor', { as: 'auditor' }, 403, null],
  ])('a document %s is rejected', async (_, sent, status, pointer) => {
    const answer = await add(sent);
    expect([answer.status, answer.body.errors?.[0]?.path ?? null]).toEqual([status, pointer]);
  });

  test('accepts a document from intake for its own notice', async () => {
    expect((await add({ as: 'intake', bytes: 'from intake' })).body).toMatchObject({ added: true });
  });

  test('answers for a notice the caller cannot read as for a missing one', async () => {
    const gagged = await api.receive({ secrecy: await api.gagged() });
    const { key } = await api.addPerson('a stranger', ['reviewer']);
    const headers = { ...NAMED, authorization: `Bearer ${key}` };
    const [hidden, missing] = [await add({ headers }, gagged.id), await add({ headers }, randomUUID())];
    expect([hidden.status, hidden.body.detail]).toEqual([404, missing.body.detail]);
  });
});
