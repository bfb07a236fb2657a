import { createHash, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { canonicalJson } from '../../../../domain/canonical-json.js';
import { cutArray } from '../../../../api/cut-json.js';
import { startApi, type ApiAnswer, type ApiHarness } from '../../../support/api-harness.js';

/** Above the body length from which a body is read in pieces; a list of this size has several. */
const ROWS = 3_000;
const BEFORE_2500 = /\},\{([^{]*_2500_)/;

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

interface Row {
  type?: unknown;
  locator?: unknown;
  note?: unknown;
  more?: unknown;
}

function aList(name: string, patch: Record<number, Row> = {}): Row[] {
  return Array.from({ length: ROWS }, (_, index) => ({
    type: 'account',
    locator: `@${name}_${index}_a_name_as_long_as_most_of_them`,
    ...patch[index],
  }));
}

function order(targets: unknown, patch: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    kind: 'blocking_order',
    authority: 'in-meity',
    jurisdiction: 'IN',
    regime: 'IN-69A-EMERG',
    subject: 'Blocking',
    targets,
    ...patch,
  };
}

const send = (body: unknown, key: string = randomUUID(), headers: Record<string, string> = {}): Promise<ApiAnswer> =>
  api.post('/v1/notices', 'intake', typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body), {
    'content-type': 'application/json',
    'idempotency-key': key,
    ...headers,
  });

async function countNotices(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from notice`.execute(api.db);
  return rows[0]?.n ?? 0;
}

async function listRows(
  id: string,
): Promise<{ no: number; locator: string; flags: string[]; problem: string | null }[]> {
  const { rows } = await sql<{ no: number; locator: string; flags: string[]; problem: string | null }>`
    select no, locator, flags, problem from target where notice_id = ${id}::uuid order by no`.execute(api.db);
  return rows;
}

describe('POST /v1/notices with a long target list', () => {
  test('stores rows in the order sent, merges duplicates, and flags bad rows and near duplicates', async () => {
    const list = aList('kept', {
      10: { locator: '@kept_0_a_name_as_long_as_most_of_them' },
      2_000: { locator: '@KEPT_1_a_name_as_long_as_most_of_them' },
      2_500: { type: 'url', locator: 'not a url' },
      2_999: { type: 'hashtag', locator: '#ünïcode', note: 'Größe "x"\\ \u2028' },
    });
    const answer = await send(order(list));
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ counts: { targets: ROWS - 1 }, targetsAccepted: ROWS - 1, targetsMerged: 1 });
    const rows = await listRows(answer.json().id);
    expect(rows.map(({ no }) => no)).toEqual(Array.from({ length: ROWS - 1 }, (_, index) => index + 1));
    expect(rows[1]).toMatchObject({ locator: list[1]?.locator, flags: ['near_duplicate'] });
    expect(rows[1_998]).toMatchObject({ locator: list[1_999]?.locator });
    expect(rows[1_999]).toMatchObject({ locator: list[2_000]?.locator, flags: ['near_duplicate'] });
    expect(rows[2_499]).toMatchObject({ locator: 'not a url', problem: 'malformed_locator' });
    expect(rows[2_998]).toMatchObject({ locator: '#ünïcode', problem: null });
    expect(answer.json().targetsFlagged).toBe(3);
  });

  test('flags seen_before only for targets that an earlier open notice names', async () => {
    await api.receive({ targets: [{ type: 'account', locator: '@seen_7_a_name_as_long_as_most_of_them' }] });
    await api.receive({ targets: [{ type: 'url', locator: 'https://seen.example/' }] });
    const answer = await send(order(aList('seen', { 9: { type: 'post', locator: 'https://seen.example/' } })));
    const seen = (await listRows(answer.json().id)).filter(({ flags }) => flags.includes('seen_before'));
    expect(seen.map(({ no }) => no)).toEqual([8]);
  });

  test('replays the answer for its idempotency key whatever the key order or JSON escaping', async () => {
    const key = randomUUID();
    const list = aList('again', { 5: { note: 'ü' } });
    const first = await send(order(list), key);
    const turned = Object.fromEntries(
      Object.entries(order(list.map((row) => ({ note: row.note ?? '', ...row })))).toReversed(),
    );
    const escaped = JSON.stringify(turned, null, 1).replace('ü', '\\u00fc').replace('"targets"', '"t\\u0061rgets"');
    for (const again of [JSON.stringify(turned), escaped]) {
      const answer = await send(again, key);
      expect(answer.headers['idempotent-replay']).toBe('true');
      expect(answer.body).toBe(first.body);
    }
    const other = await send(order(aList('again')), key);
    expect([other.statusCode, other.json().type]).toEqual([422, 'urn:notice-desk:problem:idempotency-key-reused']);
  });

  test('stores the same request hash as before lists were parsed in pieces', async () => {
    const key = randomUUID();
    const { body } = await send(order(aList('hash')), key);
    const { rows } = await sql<{ request_sha256: string; answer: string }>`
      select request_sha256, answer from idempotency where key = ${key}`.execute(api.db);
    const filled = {
      ...order(aList('hash').map((row) => ({ ...row, note: '' }))),
      reference: '',
      channel: 'api',
      language: 'en',
      body: '',
      facts: {},
      secrecy: { level: 'open' },
      relatesTo: [],
      targetsFollow: false,
      documents: [],
    };
    const whole = createHash('sha256')
      .update(canonicalJson({ scope: 'notices', body: filled }))
      .digest('hex');
    expect(rows[0]).toEqual({ request_sha256: whole, answer: body });
  });

  const wrong: [string, Record<number, Row>, Record<string, unknown>, { path: string; message: unknown }[]][] = [
    [
      'an unknown type and a missing locator, each by its place',
      { 1_234: { type: 'planet' }, 2_345: { locator: undefined } },
      {},
      [
        { path: '/targets/1234/type', message: expect.any(String) },
        { path: '/targets/2345/locator', message: expect.any(String) },
      ],
    ],
    [
      'an unknown field of a row and of the notice',
      { 2_999: { more: 1 } },
      { colour: 'red' },
      [
        { path: '/targets/2999/more', message: 'This field is not known. Remove it.' },
        { path: '/colour', message: 'This field is not known. Remove it.' },
      ],
    ],
    [
      'an incomplete character in a note',
      { 2_000: { note: '\ud800' } },
      {},
      [{ path: '/targets/2000/note', message: expect.stringContaining('an incomplete character') }],
    ],
  ];
  test.each(wrong)('is rejected for %s, and leaves nothing behind', async (_, patch, more, errors) => {
    const before = await countNotices();
    const answer = await send(order(aList('wrong', patch), more));
    expect([answer.statusCode, answer.json().errors]).toEqual([422, errors]);
    expect(await countNotices()).toBe(before);
  });

  test('is rejected for more than 100,000 targets', async () => {
    const targets = Array.from({ length: 100_001 }, (_, index) => ({ type: 'account', locator: `@m${index}` }));
    const answer = await send(order(targets));
    expect([answer.statusCode, answer.json().errors]).toEqual([
      422,
      [{ path: '/targets', message: 'Send at most 100000 targets in one notice.' }],
    ]);
  });

  test('keeps a locator with NUL or a lone surrogate as a target with a problem', async () => {
    const answer = await send(order(aList('nul', { 3: { locator: '@a\0b' }, 4: { locator: '@\ud800' } })));
    expect(answer.statusCode).toBe(201);
    expect((await listRows(answer.json().id))[3]).toMatchObject({ problem: 'control_characters' });
  });

  const malformed: [string, (text: string) => string | Buffer][] = [
    ['a comma too many at the end', (text) => text.replace('}]', '},]')],
    ['a comma too many at the beginning', (text) => text.replace('[{', '[,{')],
    ['two commas between rows', (text) => text.replace(BEFORE_2500, '},,{$1')],
    ['a row that is not closed', (text) => text.replace(BEFORE_2500, ',{$1')],
    ['brackets of two kinds', (text) => text.replace('}]', '}}')],
    ['an end too early', (text) => text.slice(0, -300)],
    ['something after its end', (text) => `${text}{}`],
    ['the name __proto__', (text) => text.replace('"type"', '"__proto__":{},"type"')],
    ['not valid UTF-8', (text) => Buffer.from(text.replace('@malformed_2999', '@\u00ff_2999'), 'latin1')],
    ['a mark of byte order within', (text) => text.replaceAll('},{', '},\ufeff{')],
  ];
  test.each(malformed)('is rejected as malformed JSON with %s, and leaves nothing behind', async (_, spoil) => {
    const text = JSON.stringify(order(aList('malformed')));
    const spoilt = spoil(text);
    expect(spoilt === text).toBe(false);
    const before = await countNotices();
    const answer = await send(spoilt);
    expect([answer.statusCode, answer.json().type]).toEqual([400, 'urn:notice-desk:problem:malformed-body']);
    expect(await countNotices()).toBe(before);
  });

  test('uses the last of two lists under the same name', async () => {
    const text = JSON.stringify(order(aList('first')));
    const twice = `${text.slice(0, -1)},"t\\u0061rgets":[{"type":"account","locator":"@last"}]}`;
    const answer = await send(twice);
    expect([answer.statusCode, answer.json().targetsAccepted]).toEqual([201, 1]);
  });

  test('leaves nothing behind when the request is cut off', async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    const port = (api.app.server.address() as { port: number }).port;
    const text = JSON.stringify(order(aList('cut')));
    const before = await countNotices();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/notices HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${api.people.intake.key}\r\nidempotency-key: cut\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`,
    );
    socket.write(text.slice(0, -10));
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    // The same under the same key, in full: the aborted request does not block it.
    const answer = await send(text, 'cut');
    expect(answer.statusCode).toBe(201);
    expect(await countNotices()).toBe(before + 1);
  });
});

describe('cutArray', () => {
  const cut = (text: string) => cutArray(Buffer.from(text), 'targets');

  test('finds the one array of that name, past strings that resemble it', () => {
    const text = '{ "a" : "\\"targets\\":[", "targets" : [ 1 ] }';
    expect(cut(text)).toMatchObject({ from: text.lastIndexOf('['), to: text.lastIndexOf(']') + 1 });
  });

  test.each([
    '{"a":{"targets":[1]}}',
    '[{"targets":[1]}]',
    '{"x\\"targets":[1]}',
    '{"targets":[1],"targets":[2]}',
    '{"targets":[1',
    '{"targets":7}',
  ])('finds no array in %s', (text) => expect(cut(text)).toBeNull());
});
