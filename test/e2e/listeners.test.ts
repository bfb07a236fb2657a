import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { anOrder, accounts, followNotice, receive } from '../support/orders.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';
import { RECEIPT_FIELDS } from '../support/receipt-fields.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.discard());

const readSlug = (body: { type?: string }) => body.type?.replace('urn:notice-desk:problem:', '');

describe('Idempotency-Key', () => {
  test('replays the first answer for the same body, whatever its key order', async () => {
    const key = randomUUID();
    const order = anOrder();
    const send = (body: unknown) => desk.call('intake', 'POST', '/v1/notices', body, { 'idempotency-key': key });
    const first = await send(order);
    const again = await send(Object.fromEntries(Object.entries(order).toReversed()));
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
  });

  test('rejects a key reused for another body', async () => {
    const key = randomUUID();
    await receive(desk, {}, key);
    const other = await receive(desk, { reference: 'another' }, key);
    expect([other.status, readSlug(other.body)]).toEqual([422, 'idempotency-key-reused']);
  });

  test('is required to create a notice, and has a maximum length', async () => {
    const without = await desk.call('intake', 'POST', '/v1/notices', anOrder());
    expect([without.status, readSlug(without.body)]).toEqual([400, 'idempotency-key-missing']);
    const long = await receive(desk, {}, 'x'.repeat(256));
    expect([long.status, readSlug(long.body)]).toEqual([422, 'validation']);
  });

  test('answers 409 while the same request is still running, and creates one notice', async () => {
    const key = randomUUID();
    const order = anOrder({ targets: accounts(20_000, 'flight') });
    const send = () => desk.call('intake', 'POST', '/v1/notices', order, { 'idempotency-key': key });
    const answers = await Promise.all([send(), send(), send()]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id));
    expect(ids.size).toBe(1);
  });

  test('replays a refusal too, after the state that caused it has changed', async () => {
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'claim');
    const key = randomUUID();
    const claim = () => desk.call('reviewer2', 'POST', `/v1/notices/${body.id}/claim`, {}, { 'idempotency-key': key });
    const first = await claim();
    expect([first.status, readSlug(first.body)]).toEqual([409, 'illegal-transition']);
    await notice.command('reviewer', 'release');
    const again = await claim();
    expect([again.status, again.body.detail]).toEqual([409, first.body.detail]);
  });

  test('counts a repeated approval once', async () => {
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    await notice.decide({ all: true }, 'push_back');
    const { submission } = await notice.submit();
    const key = randomUUID();
    const approve = () =>
      desk.call(
        'approver',
        'POST',
        `/v1/notices/${body.id}/approve`,
        { submission: 1, digest: submission.digest },
        { 'idempotency-key': key },
      );
    expect((await approve()).status).toBe(200);
    const again = await approve();
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, 'true']);
    expect((await notice.read()).submission.approvals).toHaveLength(1);
  });
});

describe('secrecy', () => {
  test('hides a gagged notice from everyone not named, on every route', async () => {
    const named = await Promise.all(
      (['counsel', 'approver2'] as const).map(async (role) => (await desk.call(role, 'GET', '/v1/me')).body.person.id),
    );
    const { body } = await receive(desk, {
      secrecy: { level: 'gagged', people: named },
      reference: 'GAGGED-REFERENCE',
    });
    expect(body).not.toHaveProperty('subject');
    const missing = randomUUID();
    for (const path of ['', '/targets', '/clocks', '/timeline', '/letters', '/enforcement', '/bundle']) {
      const [hidden, none] = await Promise.all([
        desk.call('reviewer', 'GET', `/v1/notices/${body.id}${path}`),
        desk.call('reviewer', 'GET', `/v1/notices/${missing}${path}`),
      ]);
      expect([path, hidden.status]).toEqual([path, 404]);
      expect({ ...hidden.body, instance: '' }).toEqual({ ...none.body, instance: '' });
    }
    const command = await desk.call('reviewer', 'POST', `/v1/notices/${body.id}/claim`, {});
    expect(command.status).toBe(404);
    const list = await desk.call('reviewer', 'GET', '/v1/notices?q=GAGGED-REFERENCE&count=true');
    expect(list.body).toMatchObject({ items: [], total: 0 });
    const relating = await receive(desk, { relatesTo: [{ notice: missing, as: 'follows' }] });
    expect(relating.status).toBe(422);
    expect((await desk.call('counsel', 'GET', `/v1/notices/${body.id}`)).status).toBe(200);
    const own = await desk.call('intake', 'GET', `/v1/notices/${body.id}`);
    expect(Object.keys(own.body).sort()).toEqual(RECEIPT_FIELDS);
  });

  test('shows a restricted notice to its assignee and counsel, and hides it from other reviewers', async () => {
    const { body } = await receive(desk, { secrecy: { level: 'restricted' } });
    expect((await desk.call('reviewer', 'GET', `/v1/notices/${body.id}`)).status).toBe(404);
    const me = (await desk.call('reviewer', 'GET', '/v1/me')).body.person.id;
    const assigned = await desk.call('counsel', 'POST', `/v1/notices/${body.id}/assign`, { to: me });
    expect(assigned.status).toBe(200);
    expect((await desk.call('reviewer', 'GET', `/v1/notices/${body.id}`)).status).toBe(200);
    expect((await desk.call('reviewer2', 'GET', `/v1/notices/${body.id}`)).status).toBe(404);
  });
});

describe('bad input', () => {
  test.each<[string, unknown, number, string, string | null]>([
    ['no JSON', '{"kind":', 400, 'malformed-body', null],
    ['broken UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, 'malformed-body', null],
    ['a bottomless body', `${'['.repeat(5000)}${']'.repeat(5000)}`, 400, 'malformed-body', null],
    ['__proto__', '{"__proto__":{"a":1}}', 400, 'malformed-body', null],
    ['an unknown field', anOrder({ colour: 'red' }), 422, 'validation', '/colour'],
    [
      'an unknown field of a target',
      anOrder({ targets: [{ type: 'account', locator: '@a', colour: 1 }] }),
      422,
      'validation',
      '/targets/0/colour',
    ],
    ['a time without offset', anOrder({ issuedAt: '2026-01-01T00:00:00' }), 422, 'validation', '/issuedAt'],
    ['a receipt in the future', anOrder({ receivedAt: '2999-01-01T00:00:00Z' }), 422, 'validation', '/receivedAt'],
    ['an unknown regime', anOrder({ regime: 'IN-69A-EMERGENCY' }), 422, 'validation', '/regime'],
    ['an unknown authority', anOrder({ authority: 'in-nobody' }), 422, 'validation', '/authority'],
    ['an empty list', anOrder({ targets: [] }), 422, 'validation', '/targets'],
    ['a gag without people', anOrder({ secrecy: { level: 'gagged' } }), 422, 'validation', '/secrecy/people'],
    [
      'a duration of nothing',
      anOrder({ orderedDeadline: { within: 'P0D' } }),
      422,
      'validation',
      '/orderedDeadline/within',
    ],
    ['NUL in a text', anOrder({ subject: 'a\0b' }), 422, 'validation', '/subject'],
    [
      'a list of another kind',
      anOrder({ targets: [{ type: 'person', locator: '@a' }] }),
      422,
      'validation',
      '/targets/0/type',
    ],
  ])('rejects %s with a problem that names it', async (_, body, status, slug, path) => {
    const answer = await desk.call('intake', 'POST', '/v1/notices', body, {
      'idempotency-key': randomUUID(),
      'content-type': 'application/json',
    });
    expect([answer.status, readSlug(answer.body)]).toEqual([status, slug]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.detail.length).toBeGreaterThan(10);
    if (path !== null) expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test('answers a body over 32 MiB, an unsupported media type or method, and missing credentials with a problem each', async () => {
    const big = await receive(desk, { body: 'x'.repeat(33 * 1024 * 1024) });
    expect([big.status, readSlug(big.body)]).toEqual([413, 'payload-too-large']);
    const xml = await desk.call('intake', 'POST', '/v1/notices', '<a/>', {
      'idempotency-key': randomUUID(),
      'content-type': 'text/xml',
    });
    expect([xml.status, readSlug(xml.body)]).toEqual([415, 'unsupported-media-type']);
    const method = await desk.call('intake', 'DELETE', '/v1/notices');
    expect([method.status, readSlug(method.body), method.headers.get('allow')]).toEqual([
      405,
      'method-not-allowed',
      expect.stringContaining('POST'),
    ]);
    const anonymous = await desk.call(null, 'GET', '/v1/notices');
    expect([anonymous.status, readSlug(anonymous.body)]).toEqual([401, 'unauthenticated']);
  });

  test('keeps a malformed target with its problem, and merges and counts exact duplicates', async () => {
    const [good] = accounts(1);
    const targets = [
      good,
      { type: 'account', locator: `  ${good?.locator} ` },
      { type: 'account', locator: 'two words' },
      { type: 'account', locator: '@nul\0' },
      { type: 'url', locator: 'javascript:alert(1)' },
      { type: 'url', locator: 'HTTPS://Example.com/a?utm_source=x' },
      { type: 'url', locator: 'http://www.example.com/a/' },
    ];
    const { status, body } = await receive(desk, { targets });
    expect(status).toBe(201);
    expect(body).toMatchObject({ targetsAccepted: 6, targetsMerged: 1, targetsFlagged: 5 });
    const rows = await followNotice(desk, body.id).all('targets');
    expect(rows.map(({ problem }) => problem)).toEqual([
      null,
      'malformed_locator',
      'control_characters',
      'unsupported_scheme',
      null,
      null,
    ]);
    expect(rows[4].locator).toBe('https://example.com/a?utm_source=x');
    expect(rows[4].flags).toContain('near_duplicate');
  });

  test('checks permission before body and state', async () => {
    const { body } = await receive(desk);
    const answer = await desk.call('ops', 'POST', `/v1/notices/${body.id}/decide`, { nonsense: true });
    expect([answer.status, readSlug(answer.body)]).toEqual([403, 'forbidden']);
  });

  test('answers a stale version, a wrong stage and undecided targets with different problems', async () => {
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    const stale = await desk.call('reviewer', 'POST', `/v1/notices/${body.id}/claim`, { expectedVersion: 1 });
    expect([stale.status, readSlug(stale.body)]).toEqual([409, 'version-conflict']);
    expect(stale.body.currentVersion).toBeGreaterThan(1);
    const early = await desk.call('approver', 'POST', `/v1/notices/${body.id}/approve`, {
      submission: 1,
      digest: 'sha256:0',
    });
    expect([early.status, readSlug(early.body)]).toEqual([409, 'illegal-transition']);
    const undecided = await desk.call('reviewer', 'POST', `/v1/notices/${body.id}/submit`, {});
    expect([undecided.status, readSlug(undecided.body), undecided.body.detail]).toEqual([
      422,
      'validation',
      expect.stringContaining('3'),
    ]);
  });
});

const HOSTILE: unknown[] = [
  null,
  true,
  -1,
  1e308,
  2_147_483_648,
  9_007_199_254_740_991,
  '',
  '\0',
  '\ud800',
  'a\r\nb',
  '\u202E',
  '😀',
  'x'.repeat(100_000),
  [],
  {},
  [null],
  { a: 1 },
  [[[[]]]],
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  'P99999999D',
  'PT1e5H',
  'P1Y',
  '../../etc/passwd',
  '00000000-0000-0000-0000-000000000000',
];

function listPaths(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => listPaths(child, [...path, key]))];
}

function replaceAt(value: unknown, [first, ...rest]: string[], by: unknown): unknown {
  if (first === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...(value as object) };
  copy[first] = replaceAt(copy[first], rest, by);
  return copy;
}

describe('hostile input', () => {
  test('never causes a 5xx, and every refusal is a problem document', async () => {
    const { body } = await receive(desk);
    const notice = followNotice(desk, body.id);
    await notice.command('reviewer', 'triage');
    const order = anOrder({
      secrecy: { level: 'open' },
      relatesTo: [{ notice: body.id, as: 'follows' }],
      documents: [{ name: 'order.pdf', mediaType: 'application/pdf', contentBase64: 'QUJD' }],
      targets: [{ type: 'url', locator: 'https://social.example/', note: '' }],
    });
    const commands: Record<string, unknown> = {
      triage: { regime: 'EU-TCO', authenticity: 'channel_verified', comment: 'c' },
      assign: { to: body.id },
      decide: {
        select: { targets: [1] },
        action: 'withhold',
        grounds: ['legal_basis_met'],
        countries: ['IN'],
        note: '',
      },
      submit: { letter: { language: 'en', fields: { salutation: 's', remarks: 'r' } } },
      approve: { submission: 1, digest: 'sha256:0' },
      'confirm-deadline': { clock: body.id },
      'acknowledge-escalation': { clock: body.id, level: 1 },
      reinstate: { select: { all: true }, cause: 'own_error', note: '' },
      link: { notice: body.id, as: 'follows' },
      annotate: { text: 't', audience: 'internal' },
    };
    const seen: string[] = [];
    const send = async (role: 'intake' | 'counsel', path: string, sent: unknown) => {
      const answer = await desk.call(role, 'POST', path, JSON.stringify(sent) ?? 'null', {
        'content-type': 'application/json',
        ...(role === 'intake' ? { 'idempotency-key': randomUUID() } : {}),
      });
      const problem = answer.headers.get('content-type')?.includes('application/problem+json') === true;
      if (answer.status >= 500 || (answer.status >= 400 && !problem))
        seen.push(`${answer.status} ${path} ${JSON.stringify(sent)?.slice(0, 200)}`);
    };
    for (const by of HOSTILE) {
      for (const path of listPaths(order)) await send('intake', '/v1/notices', replaceAt(order, path, by));
      for (const [name, sent] of Object.entries(commands)) {
        for (const path of listPaths(sent))
          await send('counsel', `/v1/notices/${body.id}/${name}`, replaceAt(sent, path, by));
      }
    }
    expect(seen).toEqual([]);
    expect((await desk.call(null, 'GET', '/readyz')).status).toBe(200);
  });
});
