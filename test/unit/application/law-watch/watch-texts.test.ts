import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { watchEvents } from '../../../../application/clocks/rulebook/watch/watch-events.js';
import { watchTexts } from '../../../../application/clocks/rulebook/watch/watch-texts.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { makeSmallRulebook, type SmallRulebook } from '../../../support/law/small-rulebook.js';
import { listenOnLoopback } from '../../../support/simulators/listen.js';

const CLAUSE = 'The service complies within 36 hours of the order.';
const RULES = 'The Minister may make rules.';
const REST = `${RULES} Whoever breaks them is fined. `.repeat(20);
const DAY_MS = 24 * 3_600_000;

interface Served {
  status: number;
  body: string;
  type?: string;
}

let book: SmallRulebook;
let api: ApiHarness;
let page: Served;
let reads: number;
let nowMs: number;
let server = openServer();

function openServer() {
  return createServer((_, response) => {
    reads += 1;
    response.writeHead(page.status, { 'content-type': page.type ?? 'text/html' }).end(page.body);
  });
}

const law = (clause: string) => `<html><body><h1>The Act</h1><p>${clause}</p><p>${REST}</p></body></html>`;

beforeAll(async () => {
  book = makeSmallRulebook();
  const port = await listenOnLoopback(server);
  const url = `http://127.0.0.1:${port}/act`;
  writeFileSync(join(book.dir, 'regimes', 'in-watched.yaml'), watchedLaw(url));
  writeFileSync(
    join(book.dir, 'events.yaml'),
    `- { on: "2027-01-31", regime: IN-WATCHED, what: The Bill is read., source: A test }\n`,
  );
  api = await startApi({}, { rulebookDir: book.dir });
});
afterAll(async () => {
  server.close();
  await api.close();
  book.remove();
});
beforeEach(async () => {
  [reads, nowMs, page] = [0, Date.UTC(2026, 10, 30), { status: 200, body: law(CLAUSE) }];
  await sql`truncate law_page, law_draft, alert`.execute(api.db);
});

const now = () => new Date(nowMs);

async function read({ daily = true }: { daily?: boolean } = {}): Promise<void> {
  const { db, rulebook } = api.context;
  await watchTexts({ db, rulebook, now, lawWatch: daily }, () => false, { pauseMs: 0 });
  nowMs += DAY_MS;
}

async function readEach(...bodies: (string | Served)[]): Promise<void> {
  for (const body of bodies) {
    page = typeof body === 'string' ? { status: 200, body } : body;
    await read();
  }
}

const drafts = async (query = '') => (await api.get(`/v1/rulebook/watch${query}`, 'reviewer')).json().items;
const pages = async (query = '') => (await api.get(`/v1/rulebook/watch/pages${query}`, 'reviewer')).json().items;
const alerts = () =>
  api.db.selectFrom('alert').select(['kind', 'summary', 'audience']).where('resolved_at', 'is', null).execute();
const inForce = async () => (await api.get('/v1/rulebook/regimes/IN-WATCHED', 'reviewer')).json();
const settle = (number: number, as: 'counsel' | 'reviewer' = 'counsel', note = 'Renumbered') =>
  api.post(`/v1/rulebook/watch/${number}/settle`, as, { note });

describe('law watch', () => {
  test('is off unless asked for: nothing is read, and a request is read once', async () => {
    await read({ daily: false });
    expect([reads, await pages()]).toEqual([0, []]);
    const asked = await api.post('/v1/rulebook/watch', 'counsel', {});
    expect([asked.statusCode, asked.json()]).toEqual([200, { pages: 1 }]);
    nowMs = Date.now() + 1_000;
    await read({ daily: false });
    await read({ daily: false });
    expect([reads, (await pages())[0].dueAt]).toEqual([1, null]);
    expect((await api.post('/v1/rulebook/watch', 'reviewer', {})).statusCode).toBe(403);
  });

  test('reads once a day, and an unchanged page opens nothing, whatever its markup', async () => {
    await read();
    nowMs -= DAY_MS / 2;
    await read();
    expect(reads).toBe(1);
    page.body = law(CLAUSE).replaceAll('<p>', '<p  class="new">\n');
    await read();
    expect([reads, await drafts(), await alerts()]).toEqual([2, [], []]);
    expect(await pages()).toMatchObject([{ title: 'The Act of tests', missing: [], problem: null }]);
  });

  test('opens a draft that shows the changed clause, for counsel to settle, and changes no law', async () => {
    const before = await inForce();
    await readEach(law(CLAUSE), law(CLAUSE.replace('36', '24')));
    const [draft, ...more] = await drafts();
    expect(more).toEqual([]);
    expect(draft).toMatchObject({
      kind: 'text',
      settledAt: null,
      summary: 'The Act of tests: the page has changed; 1 quoted clause is no longer on it.',
      change: {
        isText: true,
        readBefore: '2026-11-30T00:00:00.000Z',
        readAfter: '2026-12-01T00:00:00.000Z',
        clauses: [{ at: 's. 1', laws: ['IN-WATCHED 2021-02-25'], before: CLAUSE, after: CLAUSE.replace('36', '24') }],
      },
    });
    expect(await alerts()).toEqual([{ kind: 'law_text_changed', summary: draft.summary, audience: ['counsel'] }]);
    expect(await inForce()).toEqual(before);
    expect((await settle(draft.number, 'reviewer')).statusCode).toBe(403);
    expect((await settle(draft.number, 'counsel', ' ')).statusCode).toBe(422);
    expect((await settle(draft.number)).json()).toMatchObject({ note: 'Renumbered', settledBy: { name: 'counsel' } });
    expect((await settle(draft.number)).statusCode).toBe(409);
    expect([await alerts(), await drafts('?state=open')]).toEqual([[], []]);
    expect((await api.get(`/v1/rulebook/watch/${draft.number}`, 'reviewer')).json().note).toBe('Renumbered');
    const logged = await api.db.selectFrom('audit_entry').select('action').execute();
    expect(logged.map(({ action }) => action)).toContain('law_draft_settled');
  });

  test('adds further changes to an open draft, and opens another after it is settled', async () => {
    await readEach(law(CLAUSE), law('Within 24 hours.'), law('Within 12 hours.'));
    const [open, ...none] = await drafts();
    expect([none, open.change.readBefore]).toEqual([[], '2026-11-30T00:00:00.000Z']);
    expect(open.change.added).toEqual(['Within 12 hours.', 'Within 24 hours.']);
    await settle(open.number);
    await readEach(law('Within 6 hours.'));
    expect(await drafts('?state=open')).toMatchObject([{ change: { clauses: [], removed: ['Within 12 hours.'] } }]);
  });

  test.each([
    [{ status: 500, body: 'Internal error' }, 'It answered 500.'],
    [{ status: 200, body: '%PDF-1.7', type: 'application/pdf' }, 'The page is no longer text.'],
    [
      { status: 200, body: '<h1>This page is under maintenance</h1>' },
      'The page is less than half as long as before and has none of the clauses that the rulebook quotes: probably an error page.',
    ],
  ])('keeps law, last text and drafts when the page is an error page: %j', async (broken, problem) => {
    const before = await inForce();
    await readEach(law(CLAUSE), law('Within 24 hours.'));
    const known = await drafts();
    await readEach(broken);
    expect(await pages('?state=failing')).toMatchObject([
      { problem, readAt: '2026-12-01T00:00:00.000Z', failingSince: '2026-12-02T00:00:00.000Z' },
    ]);
    expect([await drafts(), await inForce()]).toEqual([known, before]);
    await readEach(law('Within 24 hours.'));
    expect([await drafts(), await pages('?state=failing')]).toEqual([known, []]);
  });

  test('shows what is quoted from a file whose hash changed, for a person to compare', async () => {
    const file = { status: 200, type: 'application/pdf' };
    await readEach({ ...file, body: '%PDF-1.7 one' }, { ...file, body: '%PDF-1.7 two' });
    expect(await drafts()).toMatchObject([
      { change: { isText: false, clauses: [{ before: CLAUSE, after: null }, { before: RULES }] } },
    ]);
  });

  test('does not take an error page for the first text', async () => {
    await readEach({ status: 200, body: '<p>Please enable JavaScript.</p>' }, law(CLAUSE));
    expect(await drafts()).toEqual([]);
  });

  test('names quoted clauses that are not on the first page', async () => {
    await readEach(law(CLAUSE).replaceAll(RULES, ''));
    expect(await pages()).toMatchObject([{ missing: [RULES], problem: null }]);
    expect(await drafts()).toEqual([]);
  });

  test('alerts after two days in which the page could not be read, until it is back', async () => {
    const { port } = server.address() as { port: number };
    await readEach(law(CLAUSE));
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await read();
    await read();
    expect(await alerts()).toEqual([]);
    nowMs += 1;
    await read();
    expect(await alerts()).toMatchObject([
      { kind: 'law_text_unreadable', summary: expect.stringContaining('It cannot be reached (ECONNREFUSED).') },
    ]);
    server = openServer();
    await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
    await read();
    expect([await alerts(), await drafts()]).toEqual([[], []]);
  });
});

describe('dated events of the law', () => {
  const look = async (day: string) => {
    nowMs = Date.parse(`${day}T06:00:00Z`);
    await watchEvents({ db: api.context.db, rulebook: api.context.rulebook, now });
  };

  test('raise an alert 30 days before, once, until the day after', async () => {
    await look('2026-12-31');
    expect(await alerts()).toEqual([]);
    await look('2027-01-01');
    await look('2027-02-01');
    expect(await alerts()).toEqual([
      { kind: 'law_event_due', summary: '2027-01-31: The Bill is read.', audience: ['counsel'] },
    ]);
    expect(await drafts('?state=open')).toMatchObject([{ kind: 'event', event: { regime: 'IN-WATCHED' } }]);
    await look('2027-02-02');
    expect([await alerts(), await drafts('?state=open')]).toEqual([[], []]);
    expect(await drafts()).toMatchObject([{ settledBy: null, settledAt: expect.any(String) }]);
  });

  test('stay silent once counsel has settled them', async () => {
    await look('2027-01-10');
    const [event] = await drafts();
    await settle(event.number);
    await look('2027-01-11');
    expect([await alerts(), await drafts('?state=open')]).toEqual([[], []]);
  });

  test('include the day on which a version on file ends', async () => {
    await look('2028-12-15');
    expect(await drafts()).toMatchObject([{ summary: '2028-12-31: IN-WATCHED: the version of 2021-02-25 ends.' }]);
  });
});

function watchedLaw(url: string): string {
  return `family: IN-WATCHED
jurisdiction: IN
zone: Asia/Kolkata
texts:
  act: { title: The Act of tests, kind: official, url: "${url}", sha256: "${'0'.repeat(64)}", read: "2026-11-27" }
regimes:
  - id: IN-WATCHED
    title: The watched Act
    immediatelySeconds: 3600
    countries: [IN]
    noticeKinds: [removal_order]
    authorities: [in-meity]
    versions:
      - status: in_force
        inForceFrom: "2021-02-25"
        inForceTo: "2028-12-31"
        inForce: { source: The Act, citation: { text: act, at: "s. 1", clause: "${CLAUSE}" } }
        summary: Comply in time.
        whoMayOrder:
          - { who: The Minister, source: The Act, citation: { text: act, at: "s. 2", clause: "${RULES}" } }
`;
}
