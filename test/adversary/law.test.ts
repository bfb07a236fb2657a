import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { openRulebookStore } from '../../application/clocks/rulebook/rulebook-store.js';
import { ROLES, type Role } from '../../domain/people/permission.js';
import { openDatabase, type Db } from '../../registry/db.js';
import { migrate } from '../../registry/migrate.js';
import { insertApiKey, makeApiKey } from '../../registry/people/people.js';
import { storeEdition } from '../../registry/rulebook/rulebook-editions.js';
import { digestOfLaw } from '../../rulebook/edition-digest.js';
import { readRulebookContent, RulebookError } from '../../rulebook/load.js';
import type { RulebookContent } from '../../rulebook/rulebook.js';
import { APPROVAL_KEYS, makeApprovalKeys } from '../support/approval-keys.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../support/api-harness.js';
import { makeSmallRulebook, type SmallRulebook } from '../support/law/small-rulebook.js';
import { startThrowAwayPostgres } from '../support/postgres/embedded-postgres.js';
import { openAs } from '../support/postgres/registry-logins.js';

/**
 * One person alone tries to move a deadline through the law: by the folder, before and after the first start; by every
 * operation of the rulebook, with two keys of their own; with a delegate's or another name; and with the database logins
 * of the desk's processes. The deadlines of an open notice and of a new one must stay.
 */

interface Insider {
  person: HarnessPerson;
  keys: [string, string];
  roles: Role[];
}

interface Attempt {
  path: string;
  body: object;
}

const REASON = { reason: 'Because I say so.' };
const LAW = { regime: 'IN-TEST', version: '2021-02-25' };

let api: ApiHarness;
let book: SmallRulebook;
let open: string;
let before: unknown;
/** What the release ships. */
let law: RulebookContent;
let seconds = 1_800_000_000;

beforeAll(async () => {
  book = makeSmallRulebook();
  law = readRulebookContent(book.dir);
  api = await startApi({}, { rulebookDir: book.dir });
  open = (await api.receive()).id;
  // An approved amendment, whose revision moves the open notice when two people say so.
  book.write({ hours: 40 });
  await api.applyFolder();
  before = await readDeadlines();
});
afterAll(async () => {
  await api.close();
  book.remove();
});

async function readClocks(notice: string) {
  const { items } = (await api.get(`/v1/notices/${notice}/clocks`, 'reviewer')).json();
  return items.map(({ kind, startsAt, dueAt }: { kind: string; startsAt: string; dueAt: string | null }) => ({
    kind,
    minutes: dueAt === null ? null : (Date.parse(dueAt) - Date.parse(startsAt)) / 60_000,
  }));
}

/** The deadlines of the open notice and of a new one, and every approved move of open clocks. */
async function readDeadlines() {
  await api.rulebookStore.refresh();
  const fresh = await api.receive({ receivedAt: '2026-03-02T10:00:00.000Z' });
  const { rows: moves } = await sql`select number from rulebook_revision where state = 'approved'`.execute(api.db);
  return { open: await readClocks(open), fresh: await readClocks(fresh.id), moves };
}

function change({ dir }: SmallRulebook, file: string, text: (before: string) => string): void {
  const path = join(dir, file);
  writeFileSync(path, text(readFileSync(path, { encoding: 'utf8', flag: 'a+' })));
  seconds += 1;
  utimesSync(path, seconds, seconds);
}

const FAULT = 'a fault';

/** What a person with access to a folder can write into it. */
const FOLDER: Readonly<Record<string, (book: SmallRulebook) => void>> = {
  'a longer time': ({ write }) => write({ hours: 200 }),
  'a law that begins later': ({ write }) => write({ hours: 40, version: '2090-01-01' }),
  'another law in its place': ({ write }) => write({ hours: 40, id: 'IN-OTHER' }),
  'a law for larger companies': (one) =>
    change(one, 'regimes/in-test.yaml', (text) =>
      text.replace(
        '        summary: Comply',
        '        thresholds: [{ test: { users: { country: IN, atLeast: 9000000000 } }, text: Large, source: The Act }]\n        summary: Comply',
      ),
    ),
  'an event': (one) => change(one, 'events.yaml', () => '- { on: "2026-03-02", what: All is repealed, source: Me }\n'),
  'a country without law': (one) => change(one, 'placeholders.yaml', () => '- { country: XA, name: Nowhere }\n'),
  'a closed day': (one) =>
    change(one, 'calendars/xx-office.yaml', (text) => text.replace('"2026-01-01"', '"2026-01-01", "2026-03-03"')),
  [FAULT]: ({ breakIt }) => breakIt(),
};

async function newInsider(roles: Role[]): Promise<Insider> {
  const person = await api.addPerson(`Insider${(seconds += 1)}`, roles);
  const { id, secret, text } = makeApiKey();
  await insertApiKey(api.db, { id, secret, personId: person.id, name: 'second', roles, expiresAt: null });
  return { person, keys: [person.key, text], roles };
}

async function listNumbers(path: string): Promise<number[]> {
  return (await api.get(path, 'counsel')).json().items.map(({ number }: { number: number }) => number);
}

/** Attempts by operation of the rulebook. A new operation fails here until it has one. */
async function listAttempts(): Promise<Record<string, Attempt[]>> {
  const { items: editions } = (await api.get('/v1/rulebook/editions?limit=200', 'counsel')).json();
  const of = (word: string, body: object = REASON) =>
    editions.map(({ digest }: { digest: string }) => ({ path: `/v1/rulebook/editions/${digest}/${word}`, body }));
  const [version] = (await api.get('/v1/rulebook/reviews', 'counsel')).json().items;
  const pending = (await api.get('/v1/rulebook/revision', 'counsel')).json();
  const revisions = (await api.get('/v1/rulebook/revisions', 'counsel')).json().items;
  const each = async (path: string, word: string, body: object) =>
    (await listNumbers(path)).map((number) => ({ path: `${path}/${number}/${word}`, body }));
  const fact = { ...LAW, fact: 'clock:comply' };
  return {
    '/v1/rulebook/editions/{digest}/approve': of('approve', {}),
    '/v1/rulebook/editions/{digest}/pin': of('pin'),
    '/v1/rulebook/editions/{digest}/unpin': of('unpin'),
    '/v1/rulebook/reviews': [
      {
        path: '/v1/rulebook/reviews',
        body: {
          regime: version.id,
          version: version.version,
          digest: version.digest,
          barAdmission: 'Mine',
          jurisdiction: 'IN',
          scope: 'All',
          reviewedUntil: new Date(Date.now() + 86_400_000 * 30).toISOString().slice(0, 10),
          note: 'Read.',
        },
      },
    ],
    '/v1/rulebook/incidents': [{ path: '/v1/rulebook/incidents', body: { ...fact, found: '200 hours', source: 'Me' } }],
    '/v1/rulebook/incidents/{n}/correct': await each('/v1/rulebook/incidents', 'correct', { correction: 'Done.' }),
    '/v1/rulebook/corrections': [
      { path: '/v1/rulebook/corrections', body: { ...fact, text: '200 hours', source: 'Me' } },
    ],
    '/v1/rulebook/corrections/{n}/settle': await each('/v1/rulebook/corrections', 'settle', { answer: 'So be it.' }),
    '/v1/rulebook/corrections/{n}/withdraw': await each('/v1/rulebook/corrections', 'withdraw', {}),
    '/v1/rulebook/watch': [{ path: '/v1/rulebook/watch', body: {} }],
    '/v1/rulebook/watch/{n}/settle': await each('/v1/rulebook/watch', 'settle', { note: 'Nothing changed.' }),
    '/v1/rulebook/revisions': [{ path: '/v1/rulebook/revisions', body: { ...REASON, digest: pending.digest } }],
    '/v1/rulebook/revisions/{n}/approve': revisions.map(({ number, digest }: { number: number; digest: string }) => ({
      path: `/v1/rulebook/revisions/${number}/approve`,
      body: { digest },
    })),
    '/v1/rulebook/revisions/{n}/withdraw': await each('/v1/rulebook/revisions', 'withdraw', REASON),
    // Refused editions cannot be approved any more: the last attempt.
    '/v1/rulebook/editions/{digest}/refuse': of('refuse'),
  };
}

async function operations(): Promise<string[]> {
  const { paths } = (await api.get('/openapi.json', null)).json() as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    path.startsWith('/v1/rulebook') && Object.keys(methods).some((method) => method !== 'get') ? [path] : [],
  );
}

async function tryEach(me: HarnessPerson, statuses: Map<string, number[]>): Promise<void> {
  for (const [operation, attempts] of Object.entries(await listAttempts()))
    for (const { path, body } of attempts) {
      const { statusCode } = await api.post(path, me, body);
      statuses.set(operation, [...(statuses.get(operation) ?? []), statusCode]);
    }
}

/** Tries everything with both keys, once more under another name, and once more in the place of counsel. */
async function tryAll({ person, keys }: Insider): Promise<Map<string, number[]>> {
  const statuses = new Map<string, number[]>();
  const event = { kind: 'event', on: '2026-12-01', what: 'It changes', source: 'Me' };
  await sql`insert into law_draft (kind, subject, detail, opened_at)
    values ('event', ${person.id}, ${JSON.stringify(event)}, now())`.execute(api.db);
  const { counsel, admin } = api.people;
  const ways = [
    sql`select 1`,
    sql`update person set name = 'Somebody Else' where id = ${person.id}::uuid`,
    sql`insert into absence (id, person_id, substitute_id, from_at, until_at, entered_by)
      values (gen_random_uuid(), ${counsel.id}, ${person.id}, now() - interval '1 hour', now() + interval '1 hour',
        ${admin.id})`,
  ];
  for (const way of ways) {
    await way.execute(api.db);
    for (const key of keys) await tryEach({ id: person.id, key }, statuses);
  }
  await sql`delete from absence`.execute(api.db);
  return statuses;
}

// Their approvals must not count for the next person alone.
afterEach(async () => {
  await sql`update person set active = false where email like 'insider%'`.execute(api.db);
});

describe('one person alone', () => {
  test('is tested against every operation of the rulebook', async () => {
    expect((await operations()).toSorted()).toEqual(Object.keys(await listAttempts()).toSorted());
  });

  test.each<[string, Role[]]>([
    ...ROLES.map((role): [string, Role[]] => [role, [role]]),
    ['all roles together', [...ROLES]],
  ])('moves no deadline with %s, by any folder and every operation of the rulebook', async (_what, roles) => {
    const me = await newInsider(roles);
    for (const write of Object.values(FOLDER)) {
      book.write({ hours: 40 });
      write(book);
      await api.rulebookStore.refresh();
      const { items } = (await api.get('/v1/rulebook/editions?limit=200', 'counsel')).json();
      for (const key of me.keys)
        for (const { digest } of items.filter(({ state }: { state: string }) => state === 'proposed'))
          await api.post(`/v1/rulebook/editions/${digest}/approve`, { id: me.person.id, key }, {});
      expect(await readDeadlines()).toEqual(before);
    }
    const statuses = await tryAll(me);
    expect([...statuses.values()].flat()).not.toContain(500);
    expect(await readDeadlines()).toEqual(before);
    if (roles.length < ROLES.length) return;
    // Each operation has at least one well-formed attempt.
    for (const [operation] of Object.entries(await listAttempts()))
      expect([operation, statuses.get(operation)?.some((status) => ![400, 404, 422].includes(status))]).toEqual([
        operation,
        true,
      ]);
  });

  test('moves no deadline by changed facts of the company, before a restart', async () => {
    const store = await openRulebookStore({ ...options(book), db: api.context.db, company: { users: { IN: 1 } } });
    await store.refresh();
    expect(store.present().rulebook.company).toEqual({});
    expect(await readDeadlines()).toEqual(before);
  });
});

const options = ({ dir }: SmallRulebook) => ({
  dir,
  shipped: () => law,
  logger: pino({ level: 'silent' }),
  settleMs: 0,
  signer: APPROVAL_KEYS.editionSigner,
});

describe('one person with the folder, before the first start', () => {
  let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
  let db: Db;
  beforeAll(async () => {
    postgres = await startThrowAwayPostgres();
    db = openDatabase({ url: postgres.url });
    await migrate(db);
  });
  afterAll(async () => {
    await db.destroy();
    await postgres.stop();
  });

  test.each(Object.entries(FOLDER))('starts no desk with %s', async (what, write) => {
    await sql`alter table edition_act disable trigger user`.execute(db);
    await sql`truncate rulebook_edition cascade`.execute(db);
    const mine = makeSmallRulebook();
    write(mine);
    const company = { users: { IN: 1 } };
    for (let start = 0; start < 2; start += 1) {
      const starting = openRulebookStore({ ...options(mine), db, company });
      if (what === FAULT) {
        await expect(starting).rejects.toThrow(RulebookError);
        continue;
      }
      expect(digestOfLaw(readRulebookContent(mine.dir))).not.toBe(digestOfLaw(law));
      const { present, refresh } = await starting;
      await refresh();
      const { regimes, calendars, events, placeholders, company: facts } = present().rulebook;
      expect({ regimes, calendars, events, placeholders, facts }).toEqual({
        regimes: law.regimes,
        calendars: law.calendars,
        events: [],
        placeholders: [],
        facts: {},
      });
    }
    mine.remove();
  });
});

describe('one person with a database login', () => {
  const forged = () => ({ ...law, regimes: law.regimes.filter(({ id }) => id !== 'IN-TEST') });
  const row = async (db: Db) => {
    const number = await storeEdition(db, { content: forged(), tzVersion: 'forged' });
    return { number, digest: digestOfLaw(forged()) };
  };

  test.each(['worker', 'enforcement', 'watchdog', 'mail', 'reader'] as const)(
    'moves no deadline as %s: it cannot write the law',
    async (login) => {
      const db = openAs(api.url, login, 1);
      await expect(row(db)).rejects.toThrow('permission denied');
      for (const table of ['edition_status', 'edition_act', 'rulebook_edition'])
        await expect(sql`update ${sql.raw(table)} set digest = digest`.execute(db)).rejects.toThrow();
      await db.destroy();
      expect(await readDeadlines()).toEqual(before);
    },
  );

  test('moves no deadline as the API’s login, by an approved edition or a pin without signatures', async () => {
    const db = openAs(api.url, 'api', 1);
    const { number, digest } = await row(db);
    await sql`insert into edition_status (digest, edition, state, proposed_at, in_effect_at)
      values (${digest}, ${number}, 'approved', now(), now())`.execute(db);
    const signer = makeApprovalKeys().editionSigner;
    for (const role of ['counsel', 'admin'] as const)
      for (const kind of ['approve', 'pin'] as const) {
        const at = new Date();
        const { id: person } = api.people[role];
        const proposal = kind === 'approve' ? 1 : 0;
        const { statement, keyId, signature } = signer.sign({
          kind: `${kind}_edition`,
          digest,
          proposal,
          person,
          roles: [role],
          at: at.toISOString(),
          inEffect: true,
        });
        await sql`insert into edition_act (id, digest, proposal, kind, person_id, roles, statement, key_id, signature, at)
          values (gen_random_uuid(), ${digest}, ${proposal}, ${kind}, ${person}, ${[role]}, ${statement},
            ${APPROVAL_KEYS.id}, ${signature}, ${at})`.execute(db);
        expect(keyId).not.toBe(APPROVAL_KEYS.id);
      }
    await db.destroy();
    expect(await readDeadlines()).toEqual(before);
    const { items } = (await api.get('/v1/ops/alerts?kind=rulebook_unproven', 'ops')).json();
    expect(items).toHaveLength(1);
    const restarted = await openRulebookStore({ ...options(book), db: api.context.db });
    expect(restarted.present().rulebook.regimeById('IN-TEST')).toBeDefined();
    expect(restarted.state().state).toBe('degraded');
  });
});
