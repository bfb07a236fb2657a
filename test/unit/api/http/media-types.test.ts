import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const ORDER = { kind: 'request', authority: 'in-meity', jurisdiction: 'IN' };

describe('media types with parameters', () => {
  test.each([
    'application/json; charset=utf-8; profile=x',
    'application/json;profile="https://example.org/a;b";charset="UTF-8"',
    'APPLICATION/JSON; Profile=x',
    'application/json; profile="charset=latin1"',
    'application/json;',
    'application/json ; charset=utf8',
  ])('accepts JSON as %s', async (type) => {
    const headers = { 'content-type': type, 'idempotency-key': uuidv7() };
    const answer = await api.post('/v1/notices', 'intake', JSON.stringify(ORDER), headers);
    expect([type, answer.statusCode]).toEqual([type, 201]);
  });

  test.each([
    'application/json; charset=latin1',
    'application/json; profile=x; charset="iso-8859-1"',
    'text/json',
    '/',
  ])('rejects JSON as %s', async (type) => {
    const headers = { 'content-type': type, 'idempotency-key': uuidv7() };
    const answer = await api.post('/v1/notices', 'intake', JSON.stringify(ORDER), headers);
    expect(answer.json()).toMatchObject({ status: 415, type: 'urn:notice-desk:problem:unsupported-media-type' });
  });

  test.each([
    ['text/csv; header=present', Buffer.from('type,locator,note\naccount,@caf\u00e9,\n')],
    ['text/csv; header=present; charset=utf-16le', Buffer.from('type,locator,note\naccount,@caf\u00e9,\n', 'utf16le')],
    [
      'Text/CSV;charset="windows-1252";header=present',
      Buffer.from('type,locator,note\naccount,@caf\u00e9,\n', 'latin1'),
    ],
    ['application/x-ndjson; profile=x', Buffer.from('{"type":"account","locator":"@caf\u00e9"}\n')],
  ])('accepts a target list as %s', async (type, payload) => {
    const { id } = await api.receive();
    const answer = await api.post(`/v1/notices/${id}/targets`, 'reviewer', payload, { 'content-type': type });
    expect(answer.json()).toMatchObject({ accepted: 1, rejected: [] });
    const { items } = (await api.get(`/v1/notices/${id}/targets`, 'reviewer')).json();
    expect(items[1].locator).toBe('@caf\u00e9');
  });

  test.each(['text/plain; charset=utf-8', 'application/pdf; version="1.7; a"', 'message/rfc822'])(
    'accepts a document as %s, and serves it with that type',
    async (mediaType) => {
      const { id } = await api.receive({ documents: [{ name: 'a', mediaType, contentBase64: 'aGk=' }] });
      const { items } = (await api.get(`/v1/notices/${id}/documents`, 'reviewer')).json();
      expect(items[0].mediaType).toBe(mediaType);
      const file = await api.get(`/v1/notices/${id}/documents/${items[0].sha256}`, 'reviewer');
      expect([file.statusCode, file.headers['content-type'], file.body]).toEqual([200, mediaType, 'hi']);
    },
  );

  test.each(['pdf', 'text/', 'text/plain\r\nX-Evil: 1', 'text/pl\u00e4in', '/plain', ''])(
    'rejects a document as %j',
    async (mediaType) => {
      const body = { ...ORDER, documents: [{ name: 'a', mediaType, contentBase64: 'aGk=' }] };
      const answer = await api.post('/v1/notices', 'intake', body, { 'idempotency-key': uuidv7() });
      expect(answer.json()).toMatchObject({ status: 422, errors: [{ path: '/documents/0/mediaType' }] });
    },
  );
});
