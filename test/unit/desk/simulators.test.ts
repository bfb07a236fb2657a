import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import { type Simulators, startSimulators } from '../../../desk/simulators/simulators.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

const TOKEN = 'platform-token-for-tests';
const SECRET = `whsec_${Buffer.from('a platform secret for tests').toString('base64')}`;
const PAGER_SECRET = `whsec_${Buffer.from('a pager secret for the tests').toString('base64')}`;

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
let simulators: Simulators;
let url: string;

beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
  simulators = await startSimulators({
    request: { mail: { port: 0 }, http: { port: 0 } },
    databaseUrl: postgres.url,
    platformToken: TOKEN,
    platformWebhookSecret: SECRET,
    pagerWebhookSecret: PAGER_SECRET,
  });
  url = `http://127.0.0.1:${simulators.ready.httpPort}`;
});
afterAll(async () => {
  await simulators?.close();
  await postgres?.stop();
});

interface Call {
  method?: string;
  token?: string;
  secret?: string;
}

interface Result {
  key: string;
  status: string;
  at: string;
  receipt: string;
  id: string;
  exists: boolean;
  protectedClass: string | null;
  countries: string[];
}
interface Counted {
  fired: Record<'tooMany' | 'down', number>;
  looks: number;
}
interface Answer {
  results: Result[];
  items: { body: unknown }[];
  error: string;
}

async function call(path: string, body?: unknown, { method = 'POST', token = TOKEN, secret }: Call = {}) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const at = new Date();
  const signature = secret && {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, text),
  };
  const response = await fetch(url + path, {
    method,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...signature },
    ...(method === 'GET' ? {} : { body: text }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

let count = 0;
const newId = () => `account_${(count += 1)}`;
const newKey = () => `notice:1:${(count += 1)}:withhold`;
const aWithholding = (over: object = {}) => ({
  key: newKey(),
  action: 'withhold',
  type: 'account',
  id: newId(),
  countries: ['IN'],
  reason: 'legal_basis_met',
  notice: 'n',
  ...over,
});
const operate = async (...operations: object[]) =>
  (await call('/operations', { operations }, { secret: SECRET })).body.results;
const operateForStatuses = async (...operations: object[]) =>
  (await operate(...operations)).map((result) => result.status);
const fetchState = async (id: string) =>
  (await call('/state', { ids: [id] })).body.results[0] ?? { id, countries: ['none answered'] };

beforeEach(() => call('/_double/faults', {}));

describe('access to the platform simulator', () => {
  test('rejects a caller without the token', async () => {
    expect((await call('/resolve', { targets: [] }, { token: 'wrong' })).status).toBe(401);
    expect((await call('/_double/faults', {}, { token: '' })).status).toBe(401);
  });

  test('requires a valid signature for operations, and none for reading the state', async () => {
    expect((await call('/operations', { operations: [] })).status).toBe(401);
    expect((await call('/operations', { operations: [] }, { secret: PAGER_SECRET })).status).toBe(401);
    expect((await call('/operations', { operations: [] }, { secret: SECRET })).status).toBe(200);
    expect((await call('/state', { ids: [] })).status).toBe(200);
    expect((await call('/state', { ids: [] }, { secret: PAGER_SECRET })).status).toBe(401);
  });

  test('returns 400 with the path of a malformed field', async () => {
    const answer = await call(
      '/operations',
      { operations: [aWithholding({ countries: ['India'] })] },
      { secret: SECRET },
    );
    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain('/operations/0/countries/0');
  });
});

describe('resolving on the platform simulator', () => {
  test('finds every well-formed locator, in order, always as the same item', async () => {
    const targets = [
      { type: 'account', locator: '@someone' },
      { type: 'url', locator: 'not a url' },
      { type: 'hashtag', locator: '#topic' },
    ];
    const first = (await call('/resolve', { targets })).body.results;
    expect(first.map((target) => [target.exists, target.protectedClass])).toEqual([
      [true, null],
      [false, null],
      [true, null],
    ]);
    expect((await call('/resolve', { targets: targets.toReversed() })).body.results.toReversed()).toEqual(first);
  });

  test('applies what it is given about a target and keeps the rest', async () => {
    const target = { type: 'account', locator: '@press' };
    await call('/_double/targets', { targets: [{ ...target, protectedClass: 'press', followers: 7 }] });
    await call('/_double/targets', { targets: [{ ...target, owner: 'new-owner' }] });
    const [found] = (await call('/resolve', { targets: [target] })).body.results;
    expect(found).toMatchObject({ exists: true, owner: 'new-owner', protectedClass: 'press', followers: 7 });
  });

  test('knows an item by several names, and changes it under all of them', async () => {
    const [item] = (await call('/resolve', { targets: [{ type: 'account', locator: '@first' }] })).body.results;
    const other = { type: 'account', locator: '@FIRST' };
    await call('/_double/targets', { targets: [{ ...other, id: item?.id }] });
    const found = async () =>
      (await call('/resolve', { targets: [other, { type: 'account', locator: '@first' }] })).body.results;
    expect(await found()).toEqual([item, item]);
    await call('/_double/targets', { targets: [{ ...other, owner: 'somebody' }] });
    expect(await found()).toMatchObject([
      { id: item?.id, owner: 'somebody' },
      { id: item?.id, owner: 'somebody' },
    ]);
  });

  test('rejects operations on an item that does not exist', async () => {
    const target = { type: 'account', locator: '@gone' };
    const results = (await call('/_double/targets', { targets: [{ ...target, exists: false }] })).body.results;
    expect(await operateForStatuses(aWithholding({ id: results[0]?.id }))).toEqual(['not_found']);
  });
});

describe('operations on the platform simulator', () => {
  test('add up withholdings country by country', async () => {
    const id = newId();
    expect(await operateForStatuses(aWithholding({ id }), aWithholding({ id, countries: ['PK', 'IN'] }))).toEqual([
      'applied',
      'applied',
    ]);
    expect(await fetchState(id)).toEqual({ id, countries: ['IN', 'PK'], everywhere: false });
  });

  test('lift exactly the countries that a restoration names', async () => {
    const id = newId();
    const wide = aWithholding({ id, countries: ['IN', 'PK'] });
    const restore = { ...wide, key: newKey(), action: 'restore', undoes: wide.key, countries: ['PK'] };
    await operate(wide);
    expect(await operateForStatuses(restore)).toEqual(['applied']);
    expect((await fetchState(id)).countries).toEqual(['IN']);
  });

  test('keep a removal everywhere until its own restoration', async () => {
    const id = newId();
    const withholding = aWithholding({ id });
    const removal = aWithholding({ id, action: 'remove', countries: [] });
    await operate(withholding, removal);
    expect(await fetchState(id)).toEqual({ id, countries: ['IN'], everywhere: true });
    await operate({ ...removal, key: newKey(), action: 'restore', undoes: removal.key });
    expect(await fetchState(id)).toEqual({ id, countries: ['IN'], everywhere: false });
  });

  test('are applied in order within one batch', async () => {
    const id = newId();
    const first = aWithholding({ id });
    const restore = { ...first, key: newKey(), action: 'restore', undoes: first.key };
    expect(await operateForStatuses(first, restore, aWithholding({ id, countries: ['FR'] }))).toEqual([
      'applied',
      'applied',
      'applied',
    ]);
    expect((await fetchState(id)).countries).toEqual(['FR']);
  });

  test('return already with the first receipt for a repeated key, in one batch or another', async () => {
    const operation = aWithholding();
    const [first, twin] = await operate(operation, operation);
    const [again] = await operate(operation);
    expect([first?.status, twin?.status, again?.status]).toEqual(['applied', 'already', 'already']);
    expect(new Set([first?.receipt, twin?.receipt, again?.receipt]).size).toBe(1);
    expect(again?.at).toBe(first?.at);
  });

  test('apply a key once when it is sent twenty times concurrently', async () => {
    const operation = aWithholding();
    const statuses = await Promise.all(Array.from({ length: 20 }, () => operateForStatuses(operation)));
    expect(statuses.flat().filter((status) => status === 'applied')).toHaveLength(1);
    expect(statuses.flat().filter((status) => status === 'already')).toHaveLength(19);
  });

  test('are refused when inconsistent, and stay refused under their key', async () => {
    const id = newId();
    const done = aWithholding({ id });
    await operate(done);
    const restore = { ...done, key: newKey(), action: 'restore', undoes: done.key };
    const refused = [
      aWithholding({ countries: [] }),
      aWithholding({ action: 'remove' }),
      { ...restore, key: newKey(), undoes: 'nobody-did-this' },
      { ...restore, key: newKey(), id: newId() },
      { ...restore, key: newKey(), countries: ['FR'] },
      { ...restore, key: newKey(), undoes: undefined },
    ];
    expect(await operateForStatuses(...refused)).toEqual(refused.map(() => 'refused'));
    expect(await operateForStatuses(refused[0] as object)).toEqual(['refused']);
    expect((await fetchState(id)).countries).toEqual(['IN']);
  });

  test('are in the journal once each, in the order of execution', async () => {
    const [first, second] = [aWithholding(), aWithholding({ countries: [] })];
    await operate(first, second);
    await operate(first);
    const { body } = await call('/_double/journal', undefined, { method: 'GET' });
    expect(body.results.slice(-2)).toMatchObject([
      { key: first.key, id: first.id, action: 'withhold', countries: ['IN'], undoes: null, status: 'applied' },
      { key: second.key, status: 'refused', receipt: null },
    ]);
    expect((await call('/_double/journal', undefined, { method: 'GET', token: 'wrong' })).status).toBe(401);
  });

  test('can be read by their key', async () => {
    const operation = aWithholding({ key: 'notice:1:a/b ?:withhold' });
    const path = `/operations/${encodeURIComponent(operation.key)}`;
    expect((await call(path, undefined, { method: 'GET' })).status).toBe(404);
    const [result] = await operate(operation);
    expect((await call(path, undefined, { method: 'GET' })).body).toEqual(result);
  });

  test('are rejected in a batch of more than 1,000', async () => {
    const operations = Array.from({ length: 1001 }, () => aWithholding());
    expect((await call('/operations', { operations }, { secret: SECRET })).status).toBe(400);
  });
});

describe('faults of the platform simulator', () => {
  test('applyThenDrop applies the operation and cuts the connection', async () => {
    await call('/_double/faults', { applyThenDrop: 1 });
    const operation = aWithholding();
    await expect(operate(operation)).rejects.toThrow();
    await call('/_double/faults', {});
    expect(await operateForStatuses(operation)).toEqual(['already']);
  });

  test('down cuts the connection and applies nothing', async () => {
    await call('/_double/faults', { down: true });
    const operation = aWithholding();
    await expect(operate(operation)).rejects.toThrow();
    await call('/_double/faults', {});
    expect(await operateForStatuses(operation)).toEqual(['applied']);
  });

  test('tooMany and unavailable return Retry-After and apply nothing', async () => {
    const operation = aWithholding();
    for (const [fault, status] of [
      ['tooMany', 429],
      ['unavailable', 503],
    ] as const) {
      await call('/_double/faults', { [fault]: 1 });
      const answer = await call('/operations', { operations: [operation] }, { secret: SECRET });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, '1']);
    }
    await call('/_double/faults', {});
    expect(await operateForStatuses(operation)).toEqual(['applied']);
  });

  test('partial never returns applied for what was not applied', async () => {
    await call('/_double/faults', { partial: 1, seed: 7 });
    const operations = Array.from({ length: 60 }, () => aWithholding());
    const results = await operate(...operations);
    expect(results.length).toBeLessThan(60);
    await call('/_double/faults', {});
    for (const { key, status } of results) {
      const { status: found } = await call(`/operations/${encodeURIComponent(key)}`, undefined, { method: 'GET' });
      expect(found).toBe(status === 'error' ? 404 : 200);
    }
    expect(
      (await operateForStatuses(...operations)).every((status: string) => status === 'applied' || status === 'already'),
    ).toBe(true);
  });

  test('repeat for the same seed', async () => {
    const run = async () => {
      await call('/_double/faults', { unavailable: 0.5, seed: 42 });
      const statuses: number[] = [];
      for (let n = 0; n < 12; n += 1) statuses.push((await call('/state', { ids: [] })).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await run()).toEqual(first);
  });

  test('shuffle keeps every result and changes the order', async () => {
    await call('/_double/faults', { shuffle: 1, seed: 3 });
    const operations = Array.from({ length: 20 }, () => aWithholding());
    const keys = (await operate(...operations)).map((result) => result.key);
    expect(keys).not.toEqual(operations.map(({ key }) => key));
    expect(keys.toSorted()).toEqual(operations.map(({ key }) => key).toSorted());
  });

  test('stale returns the state of the last read', async () => {
    const id = newId();
    await operate(aWithholding({ id }));
    await call('/_double/faults', { stale: 1 });
    expect((await fetchState(id)).countries).toEqual([]);
    await call('/_double/faults', {});
    expect((await fetchState(id)).countries).toEqual(['IN']);
    await operate(aWithholding({ id, countries: ['PK'] }));
    await call('/_double/faults', { stale: 1 });
    expect((await fetchState(id)).countries).toEqual(['IN']);
  });

  test('are counted as they happen, and state reads too', async () => {
    const counted = async () =>
      (await call('/_double/faults', undefined, { method: 'GET' })).body as unknown as Counted;
    const before = await counted();
    await call('/_double/faults', { tooMany: 1 });
    await call('/state', { ids: [newId()] });
    await call('/_double/faults', {});
    await call('/state', { ids: [newId()] });
    const after = await counted();
    expect([after.fired.tooMany - before.fired.tooMany, after.fired.down - before.fired.down]).toEqual([1, 0]);
    expect(after.looks - before.looks).toBe(1);
  });

  test('reject an unknown fault', async () => {
    expect((await call('/_double/faults', { gremlins: 1 })).status).toBe(400);
  });
});

describe('pager simulator', () => {
  test('stores signed pages and rejects others', async () => {
    expect((await call('/_pager', { summary: 'forged' }, { secret: SECRET })).status).toBe(401);
    expect((await call('/_pager', { summary: 'clock missed' }, { secret: PAGER_SECRET })).status).toBe(202);
    const { items } = (await call('/_pager', undefined, { method: 'GET' })).body;
    expect(items.map((item) => item.body)).toEqual([{ summary: 'clock missed' }]);
  });
});

describe('mail catcher', () => {
  const send = (over: object = {}) => {
    const transport = createTransport({ host: '127.0.0.1', port: simulators.ready.smtpPort ?? 0 });
    return transport.sendMail({
      from: 'desk@desk.example',
      to: 'in-meity@authority.example',
      subject: 'Receipt',
      text: 'Hello',
      ...over,
    });
  };
  const kept = async (messageId: string) =>
    (await postgres.pool.query('select * from mail_catcher.message where message_id = $1', [messageId])).rows;

  test('stores envelope, headers, text, HTML and source', async () => {
    const messageId = '<kept@desk.example>';
    await send({
      messageId,
      subject: 'Empfang ₹ ✓',
      html: '<p>Hi</p>',
      bcc: 'audit@desk.example',
      headers: { 'X-Notice': 'N-1' },
    });
    const [mail] = await kept(messageId);
    expect(mail).toMatchObject({
      envelope_from: 'desk@desk.example',
      envelope_to: ['in-meity@authority.example', 'audit@desk.example'],
      subject: 'Empfang ₹ ✓',
      text: 'Hello',
      html: '<p>Hi</p>',
    });
    expect(mail.headers).toMatchObject({ 'x-notice': 'N-1', 'message-id': messageId });
    expect(mail.raw).toContain('X-Notice: N-1');
  });

  test('rejects or defers recipients on request', async () => {
    await call('/_mail/faults', { reject: true });
    await expect(send()).rejects.toMatchObject({ responseCode: 550 });
    await call('/_mail/faults', { tempfail: true });
    await expect(send()).rejects.toMatchObject({ responseCode: 451 });
    await call('/_mail/faults', {});
    await expect(send()).resolves.toBeDefined();
  });

  test('dropAfterData stores the message and cuts the connection', async () => {
    await call('/_mail/faults', { dropAfterData: true });
    await expect(send({ messageId: '<dropped@desk.example>' })).rejects.toThrow();
    expect(await kept('<dropped@desk.example>')).toHaveLength(1);
    await call('/_mail/faults', { down: true });
    await expect(send({ messageId: '<down@desk.example>' })).rejects.toThrow();
    expect(await kept('<down@desk.example>')).toHaveLength(0);
    await call('/_mail/faults', {});
  });
});
