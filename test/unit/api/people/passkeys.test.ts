import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { checkSubmission } from '../../../../activities/enforcement/enforcement-check.js';
import type { Command } from '../../../../domain/commands/command.js';
import { APPROVAL_KEYS } from '../../../support/approval-keys.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { signIn, type SignedIn } from '../../../support/passkeys/signed-in.js';
import { createAuthenticator } from '../../../support/passkeys/software-authenticator.js';
import { AT, challenge, OWN, register, signInWithPasskey } from '../../../support/passkeys/with-passkey.js';

let api: ApiHarness;
let shiftMs = 0;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine(), { stepUp: true, now: () => new Date(Date.now() + shiftMs) });
});
afterAll(() => api.close());

const withPasskey = (person: string) => signInWithPasskey(api, person);

let names = 0;
async function submitted({ emergency = false } = {}): Promise<{
  id: string;
  approval: { submission: number; digest: string };
}> {
  const targets = [{ type: 'account', locator: `@p${(names += 1)}` }];
  const { id } = await api.receive({ targets, ...(emergency ? { orderedDeadline: { within: 'PT1H' } } : {}) });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  const send = (command: string, body: object) => api.post(`/v1/notices/${id}/${command}`, 'reviewer', body);
  await send('triage', {});
  const grounds = [emergency ? 'emergency_interim' : 'legal_basis_met'];
  await send('decide', { select: { all: true }, action: 'withhold', grounds });
  const answer = await send('submit', emergency ? { emergency } : {});
  const { number: submission, digest } = answer.json().submission;
  return { id, approval: { submission, digest } };
}

const buildAct = ({ id, approval }: Awaited<ReturnType<typeof submitted>>) => ({
  command: 'approve',
  notice: id,
  ...approval,
});
const refused = (detail: RegExp) => ({
  status: 403,
  type: 'urn:notice-desk:problem:forbidden',
  stepUp: true,
  detail: expect.stringMatching(detail),
});

async function newApprover(name: string) {
  const person = await api.addPerson(name, ['approver']);
  return { person, ...(await withPasskey(person.id)) };
}

describe('own passkeys', () => {
  test('are registered, listed, renamed and removed', async () => {
    const { id: person } = await api.addPerson('Keeper', ['approver']);
    const { who, key } = await withPasskey(person);
    const [one] = (await who.send('GET', OWN)).json().items;
    expect(one).toMatchObject({ name: 'Laptop', lastUsedAt: null });
    expect((await who.send('PATCH', `${OWN}/${one.id}`, { name: 'Desk' })).json().name).toBe('Desk');
    const options = { write: `POST ${OWN}/options`, body: {} };
    const assertion = key.confirm(await challenge(who, options));
    const begun = await who.send('POST', `${OWN}/options`, { assertion });
    const second = createAuthenticator(AT);
    expect((await who.send('POST', OWN, { name: 'Phone', response: second.register(begun.json()) })).statusCode).toBe(
      201,
    );
    expect((await who.send('GET', `${OWN}?count=true&limit=1`)).json()).toMatchObject({ total: 2 });
    expect((await who.send('DELETE', `${OWN}/${one.id}`)).statusCode).toBe(204);
    expect((await who.send('DELETE', `${OWN}/${one.id}`)).statusCode).toBe(404);
  });

  test('require an existing passkey to add another', async () => {
    const { who } = await newApprover('Adder');
    expect((await who.send('POST', `${OWN}/options`, {})).json()).toMatchObject(refused(/Confirm this/));
  });

  test('reject registration from another origin or domain, without user verification, twice, or by an API key', async () => {
    const { id: person } = await api.addPerson('Elsewhere', ['approver']);
    const who = await signIn(api, person);
    for (const otherwise of [{ origin: 'http://evil.test' }, { rpId: 'evil.test' }, { unverified: true }]) {
      const options = (await who.send('POST', `${OWN}/options`, {})).json();
      const response = createAuthenticator(AT).register(options, otherwise);
      expect((await who.send('POST', OWN, { name: 'X', response })).statusCode).toBe(422);
    }
    const options = (await who.send('POST', `${OWN}/options`, {})).json();
    const response = createAuthenticator(AT).register(options);
    expect((await who.send('POST', OWN, { name: 'X', response })).statusCode).toBe(201);
    expect((await who.send('POST', OWN, { name: 'X', response })).statusCode).toBe(422);
    expect((await api.post(`${OWN}/options`, 'approver', {})).json()).toMatchObject(
      refused(/does not prove who is using it/),
    );
  });

  test('cannot all be removed alone by two concurrent requests', async () => {
    const { who, key } = await newApprover('Hasty');
    const assertion = key.confirm(await challenge(who, { write: `POST ${OWN}/options`, body: {} }));
    const begun = await who.send('POST', `${OWN}/options`, { assertion });
    await who.send('POST', OWN, { name: 'Phone', response: createAuthenticator(AT).register(begun.json()) });
    const own: { id: string }[] = (await who.send('GET', OWN)).json().items;
    const answers = await Promise.all(own.map(({ id }) => who.send('DELETE', `${OWN}/${id}`)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202, 204]));
    expect((await who.send('GET', OWN)).json().items).toHaveLength(1);
  });

  test('lose the last one only with a second person’s confirmation, also when an admin removes them', async () => {
    const { who, person } = await newApprover('Loser');
    const [one] = (await who.send('GET', OWN)).json().items;
    const removal = await who.send('DELETE', `${OWN}/${one.id}`);
    expect([removal.statusCode, removal.json().state]).toEqual([202, 'pending']);
    expect((await who.send('GET', OWN)).json().items).toHaveLength(1);
    const counsel = await withPasskey(api.people.counsel.id);
    const confirm = `/v1/changes/${removal.json().change}/confirm`;
    expect((await counsel.who.send('POST', confirm, {})).json()).toMatchObject(refused(/Confirm this/));
    const assertion = counsel.key.confirm(await challenge(counsel.who, { change: removal.json().change }));
    expect((await counsel.who.send('POST', confirm, { assertion })).json()).toMatchObject({ state: 'applied' });
    expect((await who.send('GET', OWN)).json().items).toEqual([]);
    expect((await register(who, createAuthenticator(AT))).statusCode).toBe(201);
    const lost = await api.app.inject({
      method: 'DELETE',
      url: `/v1/people/${person.id}/passkeys`,
      headers: { authorization: `Bearer ${api.people.admin.key}` },
    });
    expect(lost.statusCode).toBe(202);
  });
});

describe('approval with step-up enabled', () => {
  test('is given with a passkey, signed with it, and verified with it', async () => {
    const { who, key } = await newApprover('Yes');
    const order = await submitted();
    const approve = `/v1/notices/${order.id}/approve`;
    expect((await who.send('POST', approve, order.approval)).json()).toMatchObject(refused(/Confirm this/));
    const assertion = key.confirm(await challenge(who, buildAct(order)));
    const body = { ...order.approval, assertion };
    const done = await who.send('POST', approve, body, 'yes-1');
    expect([done.statusCode, done.json().stage]).toEqual([200, 'enforcement']);
    expect((await who.send('POST', approve, body, 'yes-1')).headers['idempotent-replay']).toBe('true');
    const { statement } = await api.db
      .selectFrom('signed_act')
      .select('statement')
      .where('notice_id', '=', order.id)
      .where('kind', '=', 'approve')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(statement)).toMatchObject({ stepUp: true });
    expect(await check(order.id)).toMatchObject({ ok: true });
  });

  test('is rejected for an API key and for a person without a passkey', async () => {
    const order = await submitted();
    const approve = `/v1/notices/${order.id}/approve`;
    expect((await api.post(approve, 'approver', order.approval)).json()).toMatchObject(
      refused(/does not prove who is using it/),
    );
    const { id } = await api.addPerson('Bare', ['approver']);
    const bare = await signIn(api, id);
    expect((await bare.send('POST', approve, order.approval)).json()).toMatchObject(refused(/Register one first/));
    const act = buildAct(order);
    expect((await bare.send('POST', `${OWN}/challenge`, { act })).json()).toMatchObject(refused(/Register one first/));
  });

  test('rejects an assertion for another origin, domain, act, person or session, and a late or copied one', async () => {
    const { who, key, person } = await newApprover('Careful');
    const other = await newApprover('Other');
    const [order, another] = [await submitted(), await submitted()];
    const give = async (assertion: object, as: SignedIn = who, to = order) =>
      (await as.send('POST', `/v1/notices/${to.id}/approve`, { ...to.approval, assertion })).json();
    const ask = () => challenge(who, buildAct(order));
    expect(await give(key.confirm(await ask(), { origin: 'http://evil.test' }))).toMatchObject(
      refused(/a different address/),
    );
    expect(await give(key.confirm(await ask(), { rpId: 'evil.test' }))).toMatchObject(refused(/a different address/));
    expect(await give(key.confirm(await ask(), { unverified: true }))).toMatchObject(refused(/did not verify you/));
    expect(await give(key.confirm({ challenge: 'AAAA' }))).toMatchObject(refused(/belongs to another session/));
    expect(await give(key.confirm(await challenge(who, buildAct(another))))).toMatchObject(
      refused(/a different action/),
    );
    expect(await give(other.key.confirm(await ask()))).toMatchObject(refused(/passkey is not yours/));
    expect(await give(key.confirm(await ask()), await signIn(api, person.id))).toMatchObject(
      refused(/belongs to another session/),
    );
    expect(await give(other.key.confirm(await ask()), other.who)).toMatchObject(refused(/belongs to another session/));
    expect(
      await give({ ...key.confirm(await ask()), response: other.key.confirm(await ask()).response }),
    ).toMatchObject(refused(/does not match your passkey/));
    const late = key.confirm(await ask());
    shiftMs = 5 * 60_000 + 1;
    expect(await give(late)).toMatchObject(refused(/has expired/));
    shiftMs = 0;
    const used = key.confirm(await ask());
    expect(await give(used)).toMatchObject({ stage: 'enforcement' });
    const tried = (await api.get(`/v1/notices/${order.id}/timeline?limit=200`, 'reviewer')).json().items;
    const refusals = tried.filter(({ action }: { action: string }) => action === 'command_refused');
    expect(refusals.length).toBeGreaterThanOrEqual(8);
    expect(refusals[0]).toMatchObject({ actor: { id: person.id }, detail: { command: 'approve', code: 'forbidden' } });
    const copied = key.confirm(await challenge(who, buildAct(another)), { counter: 1 });
    expect(await give(copied, who, another)).toMatchObject(refused(/there may be a copy/));
  });

  test('requires a separate assertion each for ratifying and for refusing an emergency', async () => {
    const [first, second] = [await newApprover('First'), await newApprover('Second')];
    const order = await submitted({ emergency: true });
    const path = `/v1/notices/${order.id}/ratify`;
    const approval = first.key.confirm(await challenge(first.who, buildAct(order)));
    await first.who.send('POST', `/v1/notices/${order.id}/approve`, { ...order.approval, assertion: approval });
    const ratify = { ...buildAct(order), command: 'ratify' };
    const give = async (act: object, body: object = {}) => {
      const assertion = second.key.confirm(await challenge(second.who, act));
      return second.who.send('POST', path, { ...order.approval, ...body, assertion });
    };
    expect((await api.post(path, 'counsel', order.approval)).json()).toMatchObject(
      refused(/does not prove who is using it/),
    );
    expect((await second.who.send('POST', path, order.approval)).json()).toMatchObject(refused(/Confirm this/));
    expect((await give(buildAct(order))).json()).toMatchObject(refused(/a different action/));
    expect((await give({ ...ratify, refuse: true })).json()).toMatchObject(refused(/a different action/));
    expect((await give(ratify, { refuse: true, reason: 'No' })).json()).toMatchObject(refused(/a different action/));
    expect((await give(ratify)).json()).toMatchObject({ ratification: { state: 'ratified' } });
  });

  test('checks authorship and role before the passkey', async () => {
    const order = await submitted();
    const answer = await api.post(`/v1/notices/${order.id}/approve`, 'reviewer', order.approval);
    expect(answer.json().type).toBe('urn:notice-desk:problem:four-eyes');
  });
});

const check = (id: string, at = APPROVAL_KEYS.verifier()) =>
  checkSubmission(api.db, at, { noticeId: id, submission: 1 });

describe('enforcement process with passkeys', () => {
  test('rejects approvals without a passkey if configured to require one, even if the API signed them', async () => {
    const { id } = await approved('Bare');
    const asking = { ...APPROVAL_KEYS.verifier(), passkeys: { ...APPROVAL_KEYS.verifier().passkeys, demanded: true } };
    expect(await check(id, asking)).toMatchObject({ ok: true });
    const { rows } = await sql<{ body: Command }>`
      select body from command where notice_id = ${id}::uuid and name = 'approve' and state = 'accepted'`.execute(
      api.db,
    );
    const [bare] = rows.map(({ body }) => APPROVAL_KEYS.signer.signActOf(id, body, new Date()));
    await forge(id, sql`statement = ${bare?.statement}, signature = ${bare?.signature}`);
    expect(await check(id, asking)).toMatchObject({
      unproven: true,
      reason: expect.stringContaining('without a passkey'),
    });
    await sql`update submission set started_at = now() where notice_id = ${id}::uuid`.execute(api.db);
    expect(await check(id, asking)).toMatchObject({ ok: true });
  });

  async function approved(name: string) {
    const giver = await newApprover(name);
    const order = await submitted();
    const assertion = giver.key.confirm(await challenge(giver.who, buildAct(order)));
    await giver.who.send('POST', `/v1/notices/${order.id}/approve`, { ...order.approval, assertion });
    return { ...giver, id: order.id };
  }
  /** The table is append-only: no login's grants allow this. */
  const forge = async (id: string, set: ReturnType<typeof sql>) => {
    await sql`alter table signed_act disable trigger user`.execute(api.db);
    await sql`update signed_act set ${set} where notice_id = ${id}::uuid and kind = 'approve'`.execute(api.db);
    await sql`alter table signed_act enable trigger user`.execute(api.db);
  };

  test('rejects an approval whose passkey was removed, belongs to another person, or has another key', async () => {
    const { id, key } = await approved('Removed');
    const change = (set: ReturnType<typeof sql>) =>
      sql`update passkey set ${set} where credential_id = ${key.id}`.execute(api.db);
    expect(await check(id)).toMatchObject({ ok: true });
    await change(sql`revoked_at = now()`);
    expect(await check(id)).toMatchObject({ unproven: true, reason: expect.stringMatching(/has been removed/) });
    await change(sql`revoked_at = null, person_id = ${api.people.reviewer.id}::uuid`);
    expect(await check(id)).toMatchObject({
      unproven: true,
      reason: expect.stringMatching(/another person's passkey/),
    });
    const other = await newApprover('Keyed');
    await change(sql`person_id = (select (statement::jsonb ->> 'person')::uuid from signed_act
      where notice_id = ${id}::uuid and kind = 'approve'),
      public_key = (select public_key from passkey other where other.credential_id = ${other.key.id})`);
    expect(await check(id)).toMatchObject({ unproven: true, reason: expect.stringMatching(/is not valid/) });
  });

  test('rejects an assertion for another origin or approval, with a reset counter, or not on record', async () => {
    const { id, who, key } = await approved('Traced');
    const elsewhere = { id: 'desk.test', origin: 'https://desk.test' };
    const knowing = (relyingParty: typeof elsewhere | null) => ({
      ...APPROVAL_KEYS.verifier(),
      passkeys: { relyingParty, demanded: true },
    });
    expect(await check(id, knowing(elsewhere))).toMatchObject({
      unproven: true,
      reason: expect.stringMatching(/a different address/),
    });
    expect(await check(id, knowing({ origin: 'http://desk.test', id: 'other.test' }))).toMatchObject({
      unproven: true,
      reason: expect.stringMatching(/a different domain/),
    });
    expect(await check(id, knowing(null))).toMatchObject({ ok: false, unproven: true });
    const later = await submitted();
    const assertion = key.confirm(await challenge(who, buildAct(later)));
    await who.send('POST', `/v1/notices/${later.id}/approve`, { ...later.approval, assertion });
    expect(await check(later.id)).toMatchObject({ ok: true });
    await forge(
      id,
      sql`authenticator_data = (select authenticator_data from signed_act later
      where later.notice_id = ${later.id}::uuid and later.kind = 'approve')`,
    );
    expect(await check(later.id)).toMatchObject({ unproven: true, reason: expect.stringMatching(/counter/) });
    await forge(
      id,
      sql`(challenge_statement, client_data) = (select later.challenge_statement, later.client_data
      from signed_act later where later.notice_id = ${later.id}::uuid and later.kind = 'approve')`,
    );
    expect(await check(id)).toMatchObject({ unproven: true, reason: expect.stringMatching(/challenge differs/) });
    await forge(id, sql`challenge_statement = null`);
    expect(await check(id)).toMatchObject({ unproven: true, reason: expect.stringMatching(/no record of it/) });
  });
});

describe('administration with step-up enabled', () => {
  test('requires a passkey to enter an absence, and not to end it', async () => {
    const [{ who, key, person }, other] = [await newApprover('Away'), await newApprover('There')];
    const path = `/v1/people/${person.id}/absence`;
    const body = { until: new Date(Date.now() + 3_600_000).toISOString(), substitute: other.person.id };
    expect((await api.post(path, person, body)).json()).toMatchObject(refused(/does not prove who is using it/));
    expect((await who.send('POST', path, body)).json()).toMatchObject(refused(/Confirm this/));
    const assertion = key.confirm(await challenge(who, { write: `POST ${path}`, body }));
    expect((await who.send('POST', path, { ...body, assertion })).statusCode).toBe(200);
    expect((await api.post(path, person, { over: true })).statusCode).toBe(200);
  });

  test('requires a passkey over the exact body, and rejects an API key', async () => {
    const admin = await withPasskey(api.people.admin.id);
    const body = { name: 'New Person', email: 'new@desk.example', roles: ['reviewer'] };
    expect((await api.post('/v1/people', 'admin', body)).json()).toMatchObject(
      refused(/does not prove who is using it/),
    );
    expect((await admin.who.send('POST', '/v1/people', body)).json()).toMatchObject(refused(/Confirm this/));
    const confirmed = async (sent: object) =>
      admin.key.confirm(await challenge(admin.who, { write: 'POST /v1/people', body: sent }));
    const other = await confirmed({ ...body, roles: ['admin'] });
    expect((await admin.who.send('POST', '/v1/people', { ...body, assertion: other })).json()).toMatchObject(
      refused(/a different action/),
    );
    const done = await admin.who.send('POST', '/v1/people', { ...body, assertion: await confirmed(body) });
    expect([done.statusCode, done.json()]).toMatchObject([202, { state: 'pending' }]);
  });

  test.each([
    ['/v1/keys', { person: 'admin@desk.example', name: 'k', roles: ['admin'] }],
    [
      '/v1/authorities',
      { id: 'in-new', name: 'New', country: 'IN', kind: 'court', contacts: [], domains: [], signers: [] },
    ],
  ])('requires a passkey at %s, and never logs the assertion', async (path, body) => {
    expect((await api.post(path, 'admin', body)).json()).toMatchObject(refused(/does not prove who is using it/));
    const who = await signIn(api, api.people.admin.id);
    await sql`delete from passkey where person_id = ${api.people.admin.id}::uuid`.execute(api.db);
    const key = createAuthenticator(AT);
    await register(who, key);
    const assertion = key.confirm(await challenge(who, { write: `POST ${path}`, body }));
    const done = await who.send('POST', path, { ...body, assertion });
    expect(done.statusCode).toBe(201);
    // The same assertion again is rejected, though the same act is allowed.
    expect((await who.send('POST', path, { ...body, assertion })).json()).toMatchObject(refused(/was already used/));
    const { rows } = await sql`select from audit_entry where detail::text like '%authenticatorData%'`.execute(api.db);
    expect(rows).toEqual([]);
  });

  test('requires a passkey for approving a rulebook revision, over its number and digest, after all other checks', async () => {
    const admin = await withPasskey((await api.addPerson('Law admin', ['admin'])).id);
    const digest = `sha256:${'0'.repeat(64)}`;
    const { rows } = await sql<{ number: number }>`
      insert into rulebook_revision (edition, digest, clocks, reason, proposed_by)
      values (${api.context.rulebookEdition}, ${digest}, 0, 'Amended', ${api.people.counsel.id}::uuid) returning number`.execute(
      api.db,
    );
    const revision = rows[0]?.number ?? 0;
    const path = `/v1/rulebook/revisions/${revision}/approve`;
    const ask = async (act: object) => admin.key.confirm(await challenge(admin.who, act));
    const give = async (body: object) => admin.who.send('POST', path, { digest, ...body });
    expect((await api.post(path, 'counsel', { digest })).json().type).toBe('urn:notice-desk:problem:four-eyes');
    expect((await api.post(path, 'admin', { digest })).json()).toMatchObject(refused(/does not prove who is using it/));
    expect((await give({})).json()).toMatchObject(refused(/Confirm this/));
    for (const otherwise of [
      { revision: revision + 1, digest },
      { revision, digest: 'sha256:1' },
    ])
      expect((await give({ assertion: await ask(otherwise) })).json()).toMatchObject(refused(/a different action/));
    const done = await give({ assertion: await ask({ revision, digest }) });
    expect([done.statusCode, done.json().state]).toEqual([200, 'approved']);
    expect((await give({})).json().type).toBe('urn:notice-desk:problem:illegal-transition');
  });
});

describe('ops with step-up enabled', () => {
  const opened = async () => (await api.receive({ targets: [{ type: 'account', locator: `@o${(names += 1)}` }] })).id;

  test.each<[string, (id: string) => { path: string; body: object }]>([
    [
      'a stop of enforcement',
      (notice) => ({ path: '/v1/ops/enforcement/pause', body: { notice, reason: 'The platform errs.' } }),
    ],
    [
      'the end of a stop',
      (notice) => ({ path: '/v1/ops/enforcement/resume', body: { notice, reason: 'It errs no more.' } }),
    ],
    [
      'a repair',
      (id) => ({
        path: `/v1/ops/notices/${id}/repair`,
        body: { action: 'reassign', to: 'reviewer@desk.example', reason: 'It is stuck.' },
      }),
    ],
    [
      'the first request to close by force',
      (id) => ({ path: `/v1/ops/notices/${id}/repair`, body: { action: 'force_close', reason: 'It is stuck.' } }),
    ],
    ['a rebuild of all', () => ({ path: '/v1/ops/rebuild-all', body: { reason: 'Restored from a backup.' } })],
  ])('%s requires a passkey over the exact body, and rejects an API key', async (_what, make) => {
    const ops = await withPasskey((await api.addPerson(`Ops${(names += 1)}`, ['ops'])).id);
    const { path, body } = make(await opened());
    expect((await api.post(path, 'ops', body)).json()).toMatchObject(refused(/does not prove who is using it/));
    expect((await ops.who.send('POST', path, body)).json()).toMatchObject(refused(/Confirm this/));
    const confirmed = async (sent: object) =>
      ops.key.confirm(await challenge(ops.who, { write: `POST ${path}`, body: sent }));
    const other = await confirmed({ ...body, reason: 'Another.' });
    expect((await ops.who.send('POST', path, { ...body, assertion: other })).json()).toMatchObject(
      refused(/a different action/),
    );
    const done = await ops.who.send('POST', path, { ...body, assertion: await confirmed(body) });
    expect(done.statusCode).toBe(200);
  });

  test('requires a passkey from the second person of a pause and of a force-close', async () => {
    const notice = await opened();
    const [first, second] = [
      await withPasskey((await api.addPerson(`Ops${(names += 1)}`, ['ops'])).id),
      await withPasskey((await api.addPerson(`Ops${(names += 1)}`, ['ops'])).id),
    ];
    const send = async ({ who, key }: typeof first, path: string, body: object) => {
      const assertion = key.confirm(await challenge(who, { write: `POST ${path}`, body }));
      return who.send('POST', path, { ...body, assertion });
    };
    const until = new Date(Date.now() + 5 * 3_600_000).toISOString();
    const pause = '/v1/ops/enforcement/pause';
    expect((await send(first, pause, { notice, reason: 'The platform errs.', until })).statusCode).toBe(200);
    const confirm = '/v1/ops/enforcement/confirm';
    // Four eyes are checked before the passkey.
    expect((await first.who.send('POST', confirm, { notice })).json().type).toBe('urn:notice-desk:problem:four-eyes');
    expect((await second.who.send('POST', confirm, { notice })).json()).toMatchObject(refused(/Confirm this/));
    expect((await send(second, confirm, { notice })).json()).toMatchObject({ until });
    const repair = `/v1/ops/notices/${notice}/repair`;
    const close = { action: 'force_close', reason: 'It is stuck.' };
    expect((await send(first, repair, close)).json().result).toMatchObject({ state: 'requested' });
    expect((await second.who.send('POST', repair, close)).json()).toMatchObject(refused(/Confirm this/));
    expect((await send(second, repair, close)).json().result).toMatchObject({ state: 'closed' });
  });
});
