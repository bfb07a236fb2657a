import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { GUARDED_ROLES } from '../../domain/changes/needs-second.js';
import { ALONE_PAUSE_MS } from '../../domain/people/stopping-alone.js';
import { ROLES, type Role } from '../../domain/people/permission.js';
import { bindIdentity } from '../../registry/people/identities.js';
import { insertApiKey, makeApiKey } from '../../registry/people/people.js';
import { finishReleaseCheck, insertReleaseCheck } from '../../registry/releases/checks.js';
import { readPin } from '../../registry/rulebook/edition-pins.js';
import { findLastApproved, listEditionStatuses } from '../../registry/rulebook/edition-status.js';
import type { DeployedRelease } from '../../client/releases.js';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../support/api-harness.js';
import { createDomainEngine } from '../support/domain-engine.js';
import { noReleases } from '../support/simulators/no-releases.js';
import { makeSmallRulebook, type SmallRulebook } from '../support/law/small-rulebook.js';

/**
 * One person alone, with each role and with all of them, tries every operation of administration and ops on themselves
 * and on others, as requester and as confirmer, with two keys of their own. Nothing that needs two people may succeed.
 * The operations are those of the API: a new one fails here until its outcome for one person is defined.
 */

interface Insider {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  /** Two keys of the same person, who may create any number. */
  keys: [string, string];
  victim: HarnessPerson & { name: string; email: string; roles: Role[] };
  notice: string;
}

interface Attempt {
  path: string;
  body?: unknown;
}

const old: DeployedRelease = {
  build: 'old',
  isCurrent: true,
  isDrained: false,
  firstCurrentAt: new Date(),
  replacedAt: null,
};
const promoted: string[] = [];
const engine = createDomainEngine();
const releases = {
  ...noReleases,
  list: async () => [old, { ...old, build: 'new', isCurrent: false, firstCurrentAt: null }],
  async promote(build: string) {
    promoted.push(build);
    return true;
  },
};

const HOURS = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const EVIL = 'evil@elsewhere.example';
const REASON = 'Because I say so.';

let api: ApiHarness;
let book: SmallRulebook;
let secret: string;
let editions: string[] = [];
let changes: string[] = [];

/** A subscriber of webhooks that two people have confirmed. */
const HEARER = '01900000-0000-7000-8000-000000000001';

/** Everything to a heap that nobody looks at. */
const ROUTE = { name: 'away', queue: 'nobody' };
/** A precedent that never was. */
const FORGED = {
  source: 'Nowhere',
  externalId: '1',
  kind: 'blocking_order',
  authority: { name: 'MeitY', country: 'IN' },
  jurisdiction: 'IN',
  law: 'POLICY-DEFAULT',
  receivedAt: '2020-01-01T00:00:00Z',
  targets: [{ type: 'account', locator: '@forged', action: 'withhold', status: 'applied' }],
};

/** Attempts per operation. `{}` means that one person may do it; the powers are compared afterwards all the same. */
const ATTEMPTS: Readonly<Record<string, (me: Insider) => Attempt[]>> = {
  'post /v1/people': (me) => [
    ...ROLES.filter((role) => !me.roles.includes(role)).map((role) => ({
      path: '/v1/people',
      body: { ...entry(me), roles: [...me.roles, role] },
    })),
    { path: '/v1/people', body: { ...entry(me), roles: [...ROLES] } },
    { path: '/v1/people', body: { ...entry(me), email: EVIL } },
    { path: '/v1/people', body: { ...entry(me), name: 'Somebody Else' } },
    ...GUARDED_ROLES.map((role) => ({
      path: '/v1/people',
      body: { name: 'Puppet', email: `${role}-${me.id}@desk.example`, roles: [role] },
    })),
    { path: '/v1/people', body: { ...entry(me.victim), roles: [...ROLES] } },
    { path: '/v1/people', body: { ...entry(me.victim), email: EVIL } },
    { path: '/v1/people', body: { ...entry(me.victim), name: me.name } },
  ],
  'post /v1/people/{id}/absence': (me) => [
    { path: `/v1/people/${me.victim.id}/absence`, body: { until: HOURS(8), substitute: me.id } },
  ],
  'post /v1/people/{id}/erase': (me) => [{ path: `/v1/people/${me.victim.id}/erase`, body: {} }],
  'delete /v1/people/{id}/identities': (me) => both(me, (id) => `/v1/people/${id}/identities`),
  'delete /v1/people/{id}/passkeys': (me) => both(me, (id) => `/v1/people/${id}/passkeys`),
  'post /v1/me/webhook': () => [{ path: '/v1/me/webhook', body: { url: 'https://evil.example/hook' } }],
  'post /v1/subscribers': ({ id: name }) => [
    { path: '/v1/subscribers', body: { name, url: 'https://evil.example/hook' } },
  ],
  'post /v1/subscribers/{id}/address': () => [
    { path: `/v1/subscribers/${HEARER}/address`, body: { url: 'https://evil.example/hook' } },
  ],
  'patch /v1/subscribers/{id}': () => [
    { path: `/v1/subscribers/${HEARER}`, body: { types: [] } },
    { path: `/v1/subscribers/${HEARER}`, body: { types: ['clock.*'], countries: [] } },
  ],
  'post /v1/subscribers/{id}/secret': () => [{ path: `/v1/subscribers/${HEARER}/secret`, body: {} }],
  'post /v1/routing': () => [{ path: '/v1/routing', body: { rules: [ROUTE] } }],
  'post /v1/imports': () => [{ path: '/v1/imports', body: { name: 'forged', cases: [FORGED] } }],
  'post /v1/keys': (me) => [
    { path: '/v1/keys', body: { person: me.id, name: 'all', roles: [...ROLES] } },
    { path: '/v1/keys', body: { person: me.id, name: 'bound', roles: me.roles, speaksFor: 'all' } },
    { path: '/v1/keys', body: { person: me.victim.id, name: 'theirs', roles: me.victim.roles } },
    { path: '/v1/keys', body: { person: me.id, name: 'own', roles: me.roles } },
  ],
  'post /v1/keys/claim': () => changes.map((change) => ({ path: '/v1/keys/claim', body: { change } })),
  'post /v1/changes/{id}/confirm': () => changes.map((id) => ({ path: `/v1/changes/${id}/confirm`, body: {} })),
  'post /v1/authorities': () => [
    {
      path: '/v1/authorities',
      body: {
        id: 'in-meity',
        name: 'MeitY',
        country: 'IN',
        kind: 'ministry',
        contacts: [{ purpose: 'letters', email: EVIL }],
        domains: ['elsewhere.example'],
        signers: [{ name: 'Me', rank: 'Minister' }],
        verification: 'verified',
      },
    },
  ],
  'post /v1/ops/enforcement/pause': (me) => [
    { path: '/v1/ops/enforcement/pause', body: { reason: REASON, until: HOURS(20) } },
    { path: '/v1/ops/enforcement/pause', body: { notice: me.notice, reason: REASON, until: HOURS(20) } },
  ],
  'post /v1/ops/enforcement/confirm': (me) => [
    { path: '/v1/ops/enforcement/confirm', body: {} },
    { path: '/v1/ops/enforcement/confirm', body: { notice: me.notice } },
  ],
  'post /v1/ops/enforcement/resume': (me) => [
    { path: '/v1/ops/enforcement/resume', body: { notice: me.notice, reason: REASON } },
  ],
  'post /v1/ops/notices/{id}/repair': (me) =>
    [me.notice, secret].map((id) => ({
      path: `/v1/ops/notices/${id}/repair`,
      body: { action: 'force_close', reason: REASON },
    })),
  // One person may check a release; it changes nothing.
  'post /v1/ops/releases/check': () => [{ path: '/v1/ops/releases/check', body: { build: 'new' } }],
  'post /v1/ops/releases/promote': () => [{ path: '/v1/ops/releases/promote', body: { build: 'new', reason: REASON } }],
  'post /v1/ops/releases/confirm': () => [{ path: '/v1/ops/releases/confirm', body: { build: 'new' } }],
  'post /v1/rulebook/editions/{digest}/approve': () =>
    editions.map((digest) => ({ path: `/v1/rulebook/editions/${digest}/approve`, body: {} })),
  'post /v1/rulebook/editions/{digest}/pin': () =>
    editions.map((digest) => ({ path: `/v1/rulebook/editions/${digest}/pin`, body: { reason: REASON } })),
  'post /v1/rulebook/editions/{digest}/unpin': () =>
    editions.map((digest) => ({ path: `/v1/rulebook/editions/${digest}/unpin`, body: { reason: REASON } })),
};

/** Operations that one person may do, and why nothing is gained by them. A stale entry fails. */
const ALONE: Readonly<Record<string, string>> = {
  'post /auth/sign-out': 'ends a session of one’s own',
  'delete /v1/sessions/{id}': 'takes access away',
  'delete /v1/people/{id}/sessions': 'takes access away',
  'delete /v1/keys/{id}': 'takes access away',
  'post /v1/changes/{id}/refuse': 'nothing changes by it',
  'post /v1/rulebook/editions/{digest}/refuse': 'the edition in effect stays',
  'post /v1/me/passkeys': 'of a session alone, and of one’s own (test/unit/api/people/passkeys.test.ts)',
  'post /v1/me/passkeys/options': 'of a session alone, and of one’s own',
  'post /v1/me/passkeys/challenge': 'of a session alone, and of one’s own',
  'patch /v1/me/passkeys/{id}': 'a name of one’s own passkey',
  'delete /v1/me/passkeys/{id}': 'of a session alone; the last one waits where passkeys are asked for',
  'put /v1/me/settings': 'how one’s own screens look',
  'put /v1/me/notifications': 'which mails one gets oneself; escalations of deadlines come all the same',
  'post /v1/me/seen': 'one’s own read marks',
  'post /v1/me/push': 'notifications in one’s own browser; of a session alone',
  'delete /v1/me/push/{id}': 'fewer notifications of one’s own',
  'delete /v1/me/webhook': 'fewer notifications of one’s own',
  'post /v1/people/{id}/roster': 'hours of work; they give no right',
  'post /v1/me/shift-note': 'one’s own words to the next shift; they name no secret notice',
  'post /v1/second-reviews/{id}': 'one’s own reading of another’s draft; it decides nothing',
  'post /v1/golden-items/confirm': 'never by the person who marked them (test/unit/api/quality/golden-items.test.ts)',
  'post /v1/golden-items/retire': 'measures less; no notice changes by it',
  'post /v1/views': 'a filter of one’s own',
  'delete /v1/views/{id}': 'a filter of one’s own',
  'post /v1/imports/preview': 'checks a file that the caller brings',
  'post /v1/lists/read': 'reads a list that the caller brings',
  'post /v1/codec/decode': 'reads, and only what the caller may read (test/unit/client)',
  'post /v1/webhooks/replay': 'sends events to the subscriber that it receives anyway',
  'post /v1/subscribers/{id}/test': 'sends nothing of a notice to an address that two people confirmed',
  'delete /v1/subscribers/{id}': 'takes access away',
  'post /v1/retention/run': 'erases what the rules say is due',
  'post /v1/ops/rebuild-all': 'writes what registry and engine both hold; no decision and no deadline',
  'post /v1/rulebook/corrections': 'a proposal for the maintainers; no clock moves',
  'post /v1/rulebook/corrections/{n}/withdraw': 'nothing changes by it',
  'post /v1/rulebook/corrections/{n}/settle': 'a remark on a proposal; no clock moves',
  'post /v1/rulebook/incidents': 'a remark on the law; no clock moves',
  'post /v1/rulebook/incidents/{n}/correct': 'a remark on the law; no clock moves',
  'post /v1/rulebook/watch': 'has public addresses read; a change of them changes no law',
  'post /v1/rulebook/watch/{n}/settle': 'a remark on a finding; no law changes',
  'post /v1/rulebook/reviews': 'one of two readings; no clock moves',
  'post /v1/rulebook/revisions':
    'a proposal; another person approves it (test/unit/api/records/rulebook.routes.test.ts)',
  'post /v1/rulebook/revisions/{n}/approve': 'never by the proposer (test/unit/api/records/rulebook.routes.test.ts)',
  'post /v1/rulebook/revisions/{n}/withdraw': 'nothing changes by it',
};

/** The one role that reads a secret notice without being named (contract of roles): each access is in the log. */
const READS_SECRETS: Role = 'auditor';

/**
 * Work on notices and incoming mail has its own adversary tests (test/adversary/lifting.test.ts,
 * test/unit/api/commands).
 */
const OTHER_WORK = /^\/v1\/(notices|appeals|inbound|imported-cases)(\/|$)/;

const entry = ({ id, name, email, roles }: { id: string; name: string; email: string; roles: Role[] }) => ({
  id,
  name,
  email,
  roles,
});
const both = ({ id, victim }: Insider, pathOf: (id: string) => string): Attempt[] =>
  [id, victim.id].map((one) => ({ path: pathOf(one) }));

async function operations(): Promise<string[]> {
  const { paths } = (await api.get('/openapi.json', null)).json() as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    OTHER_WORK.test(path)
      ? []
      : Object.keys(methods)
          .filter((method) => method !== 'get')
          .map((method) => `${method} ${path}`),
  );
}

beforeAll(async () => {
  book = makeSmallRulebook();
  api = await startDomainApi({ ...engine, releases }, {}, { rulebookDir: book.dir });
  for (const queue of ['notices', 'enforcement'])
    await sql`insert into worker_release (build, queue, heartbeat_at) values ('new', ${queue}, now() + interval '1 hour')`.execute(
      api.db,
    );
  await sql`insert into webhook_subscriber (id, name, url, wrapped_by, wrapped, types, alerts, laws, countries, created_at)
    values (${HEARER}, 'ours', 'https://ours.example/', 'key', '', '{notice.*}', '{}', '{}', '{IN}', now())`.execute(
    api.db,
  );
  const checked = { id: randomUUID(), build: 'new', by: api.people.ops.id, at: new Date() };
  await insertReleaseCheck(api.db, checked);
  await finishReleaseCheck(api.db, { ...checked, digest: '0', replayed: [], differing: [], msEach: 0 });
  secret = (await api.receive({ subject: 'Operation Quiet', secrecy: await api.gagged() })).id;
  await sql`update authority set verification = 'verified', verified_contacts = contacts where id = 'in-meity'`.execute(
    api.db,
  );
});
afterAll(async () => {
  await api.close();
  book.remove();
});

async function forgetOthers(): Promise<void> {
  promoted.length = 0;
  await sql`delete from release_promotion`.execute(api.db);
  await sql`delete from enforcement_pause`.execute(api.db);
  book.write({ hours: 200 + count });
  await api.rulebookStore.refresh();
  editions = (await listEditionStatuses(api.db)).map(({ digest }) => digest);
}

let count = 0;
async function newInsider(roles: Role[]): Promise<Insider> {
  count += 1;
  const name = `Insider${count}`;
  const { id, key } = await api.addPerson(name, roles);
  const second = makeApiKey();
  await insertApiKey(api.db, {
    id: second.id,
    secret: second.secret,
    personId: id,
    name: 'second',
    roles,
    expiresAt: null,
  });
  const victimRoles: Role[] = ['approver'];
  const victimName = `Victim${count}`;
  const victim = await api.addPerson(victimName, victimRoles);
  for (const person of [id, victim.id])
    await bindIdentity(api.db, { issuer: 'https://issuer.example', subject: person, person, at: new Date() });
  return {
    id,
    name,
    email: `${name.toLowerCase()}@desk.example`,
    roles,
    keys: [key, second.text],
    victim: { ...victim, name: victimName, email: `${victimName.toLowerCase()}@desk.example`, roles: victimRoles },
    notice: (await api.receive()).id,
  };
}

async function readPeople() {
  const { rows } = await sql<Record<string, unknown>>`
    select id, name, email, roles, active, erased_at from person order by id`.execute(api.db);
  return rows;
}

async function readPowers() {
  const { db } = api;
  const rows = async (text: ReturnType<typeof sql<Record<string, unknown>>>) => (await text.execute(db)).rows;
  return {
    people: await readPeople(),
    identities: await rows(sql`select issuer, subject, person_id from person_identity order by issuer, subject`),
    passkeys: await rows(sql`select id, revoked_at from passkey order by id`),
    webhooks: await rows(sql`select person_id, url from person_webhook where confirmed_at is not null`),
    subscribers: await rows(sql`
      select id, url, wrapped, types, alerts, laws, countries from webhook_subscriber where url is not null`),
    routing: await rows(sql`select rules from routing`),
    imported: await rows(sql`select id from imported_case`),
    absences: await rows(sql`select person_id, substitute_id from absence order by id`),
    authorities: await rows(
      sql`select id, contacts, domains, signers from authority where verification = 'verified' order by id`,
    ),
    boundKeys: await rows(sql`select id from api_key where speaks_for <> '{}' order by id`),
    inEffect: await findLastApproved(db),
    pinned: (await readPin(db, () => true)).pinned,
    movedClocks: await rows(sql`select number from rulebook_revision where state = 'approved'`),
    stopped: await rows(
      sql`select id from enforcement_pause where until - since > make_interval(secs => ${ALONE_PAUSE_MS / 1_000 + 5})`,
    ),
    promoted: [...promoted],
    closed: await rows(sql`select id from notice where stage = 'closed' order by id`),
  };
}

async function keysBeyond(me: Insider): Promise<unknown[]> {
  const { rows } = await sql`
    select api_key.id, api_key.name from api_key join person on person.id = person_id
    where not api_key.roles <@ person.roles
      or person_id = ${me.victim.id}::uuid and api_key.name = 'theirs'`.execute(api.db);
  return rows;
}

async function hasRead({ id }: Insider): Promise<boolean> {
  const { rows } = await sql`
    select from audit_entry where action = 'secret_read' and actor_id = ${id} and notice_id = ${secret}::uuid`.execute(
    api.db,
  );
  return rows.length > 0;
}

const METHODS: Record<string, 'DELETE' | 'PATCH'> = { delete: 'DELETE', patch: 'PATCH' };

async function send(operation: string, { path, body, key }: Attempt & { key: string }): Promise<number> {
  const answer = await api.app.inject({
    method: METHODS[operation.split(' ')[0] ?? ''] ?? 'POST',
    url: path,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { payload: body as object }),
  });
  return answer.statusCode;
}

async function tryAll(me: Insider): Promise<Map<string, number[]>> {
  const statuses = new Map<string, number[]>();
  const people = await readPeople();
  // Twice, with either key: the second attempt confirms what the first one requested.
  for (const key of [me.keys[0], me.keys[1], me.keys[0]]) {
    const { rows } = await sql<{ id: string }>`select id from change where requested_by = ${me.id}::uuid`.execute(
      api.db,
    );
    changes = rows.map(({ id }) => id);
    const all = Object.entries(ATTEMPTS).flatMap(([operation, attempts]) =>
      attempts(me).map((attempt) => ({ operation, ...attempt })),
    );
    for (const { operation, path, body } of all) {
      const status = await send(operation, { path, body, key });
      statuses.set(operation, [...(statuses.get(operation) ?? []), status]);
      // Checked immediately: a later attempt might hide a gain.
      if (status < 300) expect([path, body, await readPeople()]).toEqual([path, body, people]);
    }
  }
  return statuses;
}

// Their approvals must not count for the next person alone.
afterEach(async () => {
  await sql`update person set active = false where email like 'insider%'`.execute(api.db);
});

describe('roles: one person alone', () => {
  test('is tested against every administration and ops operation', async () => {
    const known = [...Object.keys(ATTEMPTS), ...Object.keys(ALONE)];
    expect((await operations()).toSorted()).toEqual(known.toSorted());
  });

  test.each<[string, Role[]]>([
    ...ROLES.map((role): [string, Role[]] => [role, [role]]),
    ['all roles together', [...ROLES]],
  ])('one person with %s gains no role, key, name, address, law, contact, stop or secret', async (_what, roles) => {
    const me = await newInsider(roles);
    await forgetOthers();
    const before = await readPowers();
    const statuses = await tryAll(me);
    await api.rulebookStore.refresh();
    expect(await readPowers()).toEqual(before);
    expect(await keysBeyond(me)).toEqual([]);
    const isAuditor = roles.includes(READS_SECRETS);
    for (const key of me.keys) {
      const answer = await api.get(`/v1/notices/${secret}`, { id: me.id, key });
      expect(answer.statusCode).toBe(isAuditor ? 200 : 404);
    }
    expect(await hasRead(me)).toBe(isAuditor);
    expect([...statuses.values()].flat()).not.toContain(500);
    if (roles.length < ROLES.length) return;
    // Each operation has at least one well-formed attempt.
    for (const [operation, all] of statuses)
      expect([operation, all.some((status) => status !== 422 && status !== 400)]).toEqual([operation, true]);
  });
});
