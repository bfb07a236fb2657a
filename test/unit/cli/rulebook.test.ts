import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSmallRulebook, type SmallRulebook } from '../../support/law/small-rulebook.js';
import { FakeDesk, problem, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
let book: SmallRulebook;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
  book = makeSmallRulebook();
});
afterEach(async () => {
  await desk.stop();
  book.remove();
});

function offline(...args: string[]) {
  return run(desk, ['rulebook', ...args], { env: { DESK_HOME: '/nonexistent', DESK_RULEBOOK: book.dir } });
}

describe('rulebook check', () => {
  test('counts regimes, versions, clocks and sources of a valid folder', async () => {
    const { code, out } = await offline('check');
    expect(code).toBe(0);
    expect(out).toContain('2 regimes, 2 versions, 8 clocks, all valid\n');
    expect(out).toContain('1 clocks come from the law and 7 from company policy');
    expect(out).toContain(
      'Of 2 facts of law, 0 have a primary source, 1 a secondary source and 1 none; 8 more are company policy.\n',
    );
  });

  test('names file, line, path and cure of a fault, and exits 1', async () => {
    book.breakIt();
    const { code, out, err } = await offline('check', book.dir);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/regimes\/in-test\.yaml:24: regimes\.0\.versions\.0\.clocks\.0\.count\.amount: /);
    const json = await offline('check', '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      valid: false,
      line: 24,
      path: 'regimes.0.versions.0.clocks.0.count.amount',
    });
  });

  test('rejects a second calendar with the same id, and one without a business day', async () => {
    const [first, second] = ['xx-office.yaml', 'yy-office.yaml'].map((name) => join(book.dir, 'calendars', name));
    copyFileSync(first ?? '', second ?? '');
    expect((await offline('check')).err).toMatch(/yy-office\.yaml:1: id: xx-office already exists/);
    const text = readFileSync(first ?? '', 'utf8');
    writeFileSync(
      second ?? '',
      text.replace('xx-office', 'yy-office').replace('[sat, sun]', '[mon, tue, wed, thu, fri, sat, sun]'),
    );
    expect((await offline('check')).err).toMatch(/yy-office\.yaml:6: weekend: leaves no business day/);
  });

  test('reports the position and reason of invalid YAML', async () => {
    appendFileSync(join(book.dir, 'calendars', 'xx-office.yaml'), 'weekend: [mon]\n');
    expect((await offline('check')).err).toMatch(/xx-office\.yaml:11: not YAML: Map keys must be unique\n$/);
  });

  test('prints the digest that distinguishes editions', async () => {
    const before = JSON.parse((await offline('check', '--json')).out) as { sha256: string };
    book.write({ hours: 3 });
    const after = JSON.parse((await offline('check', '--json')).out) as { sha256: string; valid: boolean };
    expect(after.valid).toBe(true);
    expect(after.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(after.sha256).not.toBe(before.sha256);
  });

  test('exits 1 for a missing folder', async () => {
    expect(await offline('check', '/nonexistent')).toMatchObject({
      code: 1,
      err: expect.stringContaining('the folder is missing'),
    });
  });
});

describe('rulebook list', () => {
  test('prints a line per version with its clocks and their certainty', async () => {
    const { code, out } = await offline('list');
    expect(code).toBe(0);
    expect(out).toMatch(/IN-TEST\s+2021-02-25\s+in_force\s+from 2021-02-25\s+from_memory\s+comply 36 hours\n/);
    expect(out).toMatch(/POLICY-DEFAULT\s.*policy\s+company policy only/);
  });

  test('shows with --at what is in force in the time zone of each law', async () => {
    const idsAt = async (at: string) => {
      const { items } = JSON.parse((await offline('list', '--at', at, '--json')).out) as { items: { id: string }[] };
      return items.map(({ id }) => id);
    };
    expect(await idsAt('2021-02-24')).toEqual(['POLICY-DEFAULT']);
    expect(await idsAt('2021-02-25')).toEqual(['IN-TEST', 'POLICY-DEFAULT']);
    expect(await idsAt('2021-02-24T18:29:59.999Z')).toEqual(['POLICY-DEFAULT']);
    expect(await idsAt('2021-02-24T18:30:00Z')).toEqual(['IN-TEST', 'POLICY-DEFAULT']);
    expect((await offline('list', '--at', '2000-01-01')).out).toBe('No law is in force at that time.\n');
  });

  test.each(['soon', '2021-02-30', '2021-02-25T00:00:00'])('rejects --at %s as wrong usage', async (at) => {
    expect(await offline('list', '--at', at)).toMatchObject({
      code: 2,
      err: expect.stringContaining('a time with offset'),
    });
  });
});

describe('rulebook coverage', () => {
  test('shows each law’s least certain fact by topic, and the topics left blank', async () => {
    const { code, out } = await offline('coverage', '--at', '2026-01-01');
    expect(code).toBe(0);
    expect(out).toMatch(/^ID +VERSION +LENGTH +START +IN FORCE +SECRECY +USER NOTICE +REMEDIES +PENALTIES +CONTENTS/);
    expect(out).toMatch(/IN-TEST +2021-02-25 +from_memory +from_memory +secondary( +blank){5}/);
  });

  test('prints with --json an item per law, as of the requested time', async () => {
    const itemsAt = async (at: string) =>
      (JSON.parse((await offline('coverage', '--at', at, '--json')).out) as { items: unknown[] }).items;
    expect(await itemsAt('2021-02-25')).toEqual([
      {
        id: 'IN-TEST',
        version: '2021-02-25',
        topics: expect.objectContaining({ length: 'from_memory', inForce: 'secondary', userNotice: 'blank' }),
        facts: 2,
        unplaced: 2,
        proofs: expect.objectContaining({ from_memory: 1, reprint_not_stored: 1, official_stored: 0 }),
        lengths: expect.objectContaining({ from_memory: 1, secondary: 0 }),
        unsure: 0,
        silent: 0,
        unread: 0,
      },
    ]);
    expect(await itemsAt('2021-02-24')).toEqual([]);
  });

  test('counts facts by what proves them, for each law and for the busiest', async () => {
    const { out } = await offline('coverage', '--at', '2026-01-01');
    expect(out).toMatch(/IN-TEST +2021-02-25 +0 +0 +0 +1 +0 +1 \(1\) +0 +0 +0/);
    expect(out).toMatch(/BUSIEST +LAWS +OFFICIAL STORED/);
    expect(out).toMatch(/all in force +1 +0 +0 +0 +1 +0 +1 \(1\) +0 +0 +0 +50 % +0 %/);
    expect(out).toMatch(/\nDE +0 .* no facts\n/);
  });
});

describe('rulebook show', () => {
  test('marks what is from memory and not checked by counsel', async () => {
    const { code, out } = await offline('show', 'in-test');
    expect(code).toBe(0);
    expect(out).toContain('IN-TEST  The Act of tests');
    expect(out).toContain(
      'comply: 36 hours from receipt, can be paused\n      The Act, s. 1; ! from memory, not checked by counsel',
    );
    expect(out).toContain('The gazette; from secondary sources, not checked by counsel');
    expect(out).toContain('decide: 24 hours from receipt\n      company policy, not law');
    expect(out).toContain('60 minutes (company policy, not law)');
  });

  test('prints with --json the version with the data of its law', async () => {
    const view = JSON.parse((await offline('show', 'IN-TEST', '--json')).out) as Record<string, unknown>;
    expect(view).toMatchObject({
      id: 'IN-TEST',
      family: 'IN-TEST',
      jurisdictions: ['IN'],
      versions: [{ version: '2021-02-25' }],
    });
  });

  test('suggests the nearest ids for an unknown one', async () => {
    expect(await offline('show', 'IN-TST')).toMatchObject({
      code: 1,
      err: expect.stringContaining('The nearest ids are IN-TEST'),
    });
  });

  test('lists the existing versions for a time before the law', async () => {
    const { code, err } = await offline('show', 'IN-TEST', '--at', '2001-01-01');
    expect(code).toBe(1);
    expect(err).toContain(
      'No version of IN-TEST is in force at that time. Its versions: 2021-02-25 (in force, from 2021-02-25).',
    );
  });
});

describe('rulebook diff', () => {
  test('shows what came into force between two dates', async () => {
    const { code, out } = await offline('diff', '--from', '2021-02-24', '--to', '2021-02-25');
    expect([code, out]).toEqual([0, 'regime IN-TEST 2021-02-25 is new: The Act of tests\n']);
    expect((await offline('diff', '--from', '2022-01-01', '--to', '2023-01-01')).out).toBe('No differences.\n');
  });

  test('compares the law of a date with another folder', async () => {
    const other = makeSmallRulebook();
    other.write({ hours: 3 });
    const expected =
      'regime IN-TEST 2021-02-25: The Act of tests\n  comply: 36 hours → 3 hours from receipt (from memory)\n';
    expect((await offline('diff', '--from', '2022-01-01', '--to', other.dir)).out).toBe(expected);
    expect((await offline('diff', '--from', book.dir, '--to', other.dir)).out).toBe(expected);
    expect((await offline('diff', '--from', '2020-01-01', '--to', other.dir)).out).toBe('No differences.\n');
    other.remove();
  });

  test('compares every version, proposal and authority of two folders', async () => {
    const other = makeSmallRulebook();
    other.write({ id: 'IN-OTHER' });
    appendFileSync(join(other.dir, 'authorities.yaml'), '- { id: in-mha, name: MHA, country: IN, kind: ministry }\n');
    const { out } = await offline('diff', '--from', book.dir, '--to', other.dir, '--json');
    const { items } = JSON.parse(out) as { items: { what: string; id: string; change: string }[] };
    expect(items.map(({ what, id, change }) => [what, id, change])).toEqual([
      ['regime', 'IN-OTHER', 'added'],
      ['regime', 'IN-TEST', 'ended'],
      ['authority', 'in-mha', 'added'],
    ]);
    other.remove();
  });

  test('rejects an argument that is neither a time nor a folder as wrong usage', async () => {
    expect(await offline('diff', '--from', 'yesterday', '--to', '2026-01-01')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--from is "yesterday"'),
    });
    expect((await offline('diff', '--from', '2026-01-01')).code).toBe(2);
  });
});

const PENDING = {
  edition: 2,
  digest: 'sha256:abc',
  clocks: 2,
  notices: 2,
  unknown: { clocks: 0, why: [] as string[] },
  items: [
    {
      notice: 'n1',
      number: 'N-2026-000001',
      clock: 'c1',
      kind: 'comply',
      from: '2026-03-03T22:00:00.000Z',
      to: '2026-03-04T10:00:00.000Z',
      why: ['The rule was 36 hours, and is 48 hours (The Act).'],
    },
  ],
  nextCursor: null,
};

const REVISION = {
  number: 3,
  state: 'proposed',
  edition: 2,
  digest: 'sha256:abc',
  clocks: 2,
  reason: 'Amended',
  proposedBy: { id: 'p1', name: 'Reviewer Demo' },
  proposedAt: '2026-03-01T12:00:00.000Z',
  decidedBy: null,
  decidedAt: null,
};

describe('rulebook revisions commands', () => {
  test('revision shows which clocks would move, and why', async () => {
    desk.answer = () => ({ body: PENDING });
    const { code, out } = await run(desk, ['rulebook', 'revision']);
    expect(code).toBe(0);
    expect(desk.seen).toMatchObject([{ method: 'GET', path: '/v1/rulebook/revision', as: 'reviewer' }]);
    expect(out).toContain('2 clocks of 2 notices would move. Nothing moves until two people have approved.');
    expect(out).toMatch(
      /N-2026-000001\s+comply\s+2026-03-03T22:00:00.000Z\s+2026-03-04T10:00:00.000Z\s+The rule was 36 hour/,
    );
  });

  test('revision reports when no clock would move, and which cannot be compared', async () => {
    const unknown = { clocks: 4, why: ['IN-TEST is no longer in the rulebook.'] };
    desk.answer = () => ({ body: { ...PENDING, clocks: 0, notices: 0, items: [], unknown } });
    const { out } = await run(desk, ['rulebook', 'revision']);
    expect(out).toContain(
      'No open clock would move.\n4 clocks cannot be compared and will not move: IN-TEST is no longer',
    );
  });

  test('propose sends the digest of what it has shown', async () => {
    desk.answer = ({ method }) => (method === 'GET' ? { body: PENDING } : { status: 201, body: REVISION });
    const { code, out } = await run(desk, ['rulebook', 'propose', '--reason', 'Amended']);
    expect(code).toBe(0);
    expect(desk.seen[1]).toMatchObject({
      method: 'POST',
      path: '/v1/rulebook/revisions',
      as: 'reviewer',
      idempotencyKey: 'id-1',
    });
    expect(desk.seen[1]?.body).toEqual({ reason: 'Amended', digest: 'sha256:abc' });
    expect(out).toContain('Proposed as revision 3. Another person approves it: notice-desk rulebook approve 3');
  });

  test('propose fails locally when no clock would move', async () => {
    desk.answer = () => ({ body: { ...PENDING, clocks: 0, items: [] } });
    const { code, err } = await run(desk, ['rulebook', 'propose', '--reason', 'x']);
    expect([code, desk.seen.length]).toEqual([1, 1]);
    expect(err).toContain('nothing to propose');
  });

  test('approve shows the revision and sends its digest as the admin', async () => {
    const page = {
      ...REVISION,
      moves: { proposed: 2, made: 0, refused: 0 },
      items: PENDING.items,
      nextCursor: null,
    };
    desk.answer = ({ method }) => ({ body: method === 'GET' ? page : { ...REVISION, state: 'approved' } });
    const { out } = await run(desk, ['rulebook', 'approve', '3']);
    expect(desk.seen.map(({ method, path, as }) => [method, path, as])).toEqual([
      ['GET', '/v1/rulebook/revisions/3', 'admin'],
      ['POST', '/v1/rulebook/revisions/3/approve', 'admin'],
    ]);
    expect(desk.seen[1]?.body).toEqual({ digest: 'sha256:abc' });
    expect(out).toContain('revision 3, proposed: 2 clocks, by Reviewer Demo: Amended');
    expect(out).toContain('Approved revision 3: 2 clocks will follow.');
  });

  test('approve prints the four-eyes refusal of the desk', async () => {
    const page = { ...REVISION, items: [], nextCursor: null };
    desk.answer = ({ method }) =>
      method === 'GET' ? { body: page } : { status: 403, body: problem('four-eyes', 'Another person must do this') };
    expect(await run(desk, ['rulebook', 'approve', '3', '--json'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('Another person'),
    });
  });

  test('approve refers to the console where the desk requires a passkey', async () => {
    const page = { ...REVISION, items: [], nextCursor: null };
    const refusal = problem('forbidden', 'Not permitted', { detail: 'A key shows no person.', stepUp: true });
    desk.answer = ({ method }) => (method === 'GET' ? { body: page } : { status: 403, body: refusal });
    const { code, err } = await run(desk, ['rulebook', 'approve', '3']);
    expect(code).toBe(1);
    expect(err).toMatch(/A key shows no person\.[^]*do it in the console, with your passkey/);
  });

  test('withdraw sends the reason', async () => {
    desk.answer = () => ({ body: { ...REVISION, state: 'withdrawn' } });
    const { out } = await run(desk, ['rulebook', 'withdraw', '3', '--reason', 'Wrong']);
    expect(desk.seen).toMatchObject([{ path: '/v1/rulebook/revisions/3/withdraw', body: { reason: 'Wrong' } }]);
    expect(out).toContain('no clock has moved');
  });

  test('revisions lists every revision', async () => {
    desk.answer = () => ({ body: { items: [REVISION], nextCursor: null } });
    expect((await run(desk, ['rulebook', 'revisions'])).out).toMatch(/3\s+proposed\s+2\s+Reviewer Demo/);
  });

  test.each([[['approve', 'x']], [['approve', '0']], [['withdraw', '3']], [['propose']], [['show']]])(
    'rejects %j as wrong usage',
    async (args) => {
      expect([(await run(desk, ['rulebook', ...args])).code, desk.seen.length]).toEqual([2, 0]);
    },
  );
});

test('has help with an example for every rulebook command', async () => {
  const { out } = await offline('--help');
  const names = [...out.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map((match) => match[1] ?? '');
  expect(names.sort()).toEqual([
    'approve',
    'changelog',
    'check',
    'corrected',
    'corrections',
    'coverage',
    'diff',
    'draft',
    'drafts',
    'editions',
    'effects',
    'export-corrections',
    'incident',
    'incidents',
    'list',
    'pages',
    'pin',
    'propose',
    'propose-correction',
    'refuse',
    'review',
    'reviews',
    'revision',
    'revisions',
    'settle',
    'settle-correction',
    'show',
    'unpin',
    'volume',
    'watch',
    'withdraw',
    'withdraw-correction',
    'wrong',
  ]);
  for (const name of names) expect((await offline(name, '--help')).out).toContain(`$ notice-desk rulebook ${name}`);
});
