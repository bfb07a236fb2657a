import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { checkSubmission } from '../../../activities/enforcement/enforcement-check.js';
import { createApprovalVerifier } from '../../../activities/proof/approval-keys.js';
import { actForCanary } from '../../../application/commands/canary-acts.js';
import { runCanary, type CanarySettings } from '../../../jobs/canary/canary.js';
import type { Caller } from '../../../application/caller.js';
import { PREPARATIONS } from '../../../application/commands/prepare.js';
import { runCommand } from '../../../application/commands/run-command.js';
import { CANARY_APPROVER, CANARY_AUTHOR, toCanaryId, type CanaryPerson } from '../../../domain/notices/canary.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { findCanaryState, planCanary, seedCanary } from '../../../registry/ops/canary.js';
import { findSubmission } from '../../../registry/submissions/submissions.js';
import { listSecretReads, startDomainApi, type ApiHarness } from '../../support/api-harness.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { createDomainEngine } from '../../support/domain-engine.js';
import { inApproval as realInApproval } from '../../support/in-approval.js';

const TARGET = { type: 'account' as const, locator: '@desk-canary' };

let api: ApiHarness;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  await seedCanary(api.context.db, { mail: 'canary@desk.example' });
});
afterAll(() => api.close());

async function inApproval(): Promise<string> {
  const id = toCanaryId(uuidv7());
  for (const step of ['receive', 'triage', 'decide', 'submit'] as const) await act(id, step);
  return id;
}

const act = (id: string, step: Parameters<typeof actForCanary>[1]) =>
  actForCanary({ services: api.context, id, target: TARGET }, step);
const asCaller = ({ id, name, roles }: CanaryPerson): Caller => ({
  person: { id, name },
  roles,
  key: null,
  session: null,
});

async function approveAsDemo(id: string, caller: Caller): Promise<number> {
  const waiting = await findSubmission(api.db, { noticeId: id });
  const approval = { submission: waiting?.number ?? 0, digest: waiting?.digest ?? '' };
  return runCommand({
    context: api.context,
    row: await getNotice(api.db, id),
    caller,
    commandId: uuidv7(),
    name: 'approve',
    shared: {},
    repeatable: false,
    preparesRows: false,
    prepare: (preparing) => PREPARATIONS.approve(preparing, approval),
  });
}

const check = (id: string, canaryTarget: typeof TARGET | null) => {
  const { id: key, publicKey } = APPROVAL_KEYS;
  const verifier = createApprovalVerifier([{ id: key, publicKey, until: null }], undefined, canaryTarget);
  return checkSubmission(api.db, verifier, { noticeId: id, submission: 1 });
};

describe('approval by the canary', () => {
  test('is valid on its own notice, with the one target kept for it, and on nothing else', async () => {
    const id = await inApproval();
    await act(id, 'approve');
    expect(await check(id, TARGET)).toMatchObject({ ok: true });
    const doubt = { ok: false, unproven: true, reason: expect.stringContaining('not reserved for it') };
    expect(await check(id, null)).toMatchObject(doubt);
    expect(await check(id, { ...TARGET, locator: '@somebody' })).toMatchObject(doubt);
  });

  test('of a real notice is not signed, not accepted by the workflow and not stored by the registry', async () => {
    const id = await realInApproval(api);
    await expect(approveAsDemo(id, asCaller(CANARY_APPROVER))).rejects.toThrow('acts only on its own notices');
    const { id: person, name, roles } = CANARY_APPROVER;
    const forged = { kind: 'person' as const, id: person, name, roles };
    const digest = (await findSubmission(api.db, { noticeId: id }))?.digest ?? '';
    const sent = { id: uuidv7(), name: 'approve' as const, actor: forged, body: { submission: 1, digest } };
    expect(await engine.send(id, sent)).toMatchObject({ kind: 'refused', rejection: { code: 'forbidden' } });
    const row = sql`insert into approval (notice_id, submission, person_id, name, roles, digest, command_id, at)
      values (${id}::uuid, 1, ${person}::uuid, 'x', ${roles}::text[], 'x', ${uuidv7()}::uuid, now())`;
    await expect(row.execute(api.db)).rejects.toMatchObject({ constraint: 'approval_of_canary' });
  });

  test('cannot be given by another person', async () => {
    const id = await inApproval();
    const approver: Caller = {
      person: { id: api.people.approver.id, name: 'Approver' },
      roles: ['approver'],
      key: null,
      session: null,
    };
    await expect(approveAsDemo(id, approver)).rejects.toThrow('no one else acts on them');
  });

  test('is not offered: the canary is missing from the list of colleagues', async () => {
    const { rows } = await sql<{ held: boolean }>`
      select may_know('open', '{}', null, '{}', null, ${CANARY_APPROVER.id}::uuid, '{approver}') as held`.execute(
      api.db,
    );
    expect(rows[0]?.held).toBe(true);
    const colleagues = (await api.get('/v1/colleagues', 'reviewer')).json();
    expect(JSON.stringify(colleagues)).not.toContain(CANARY_APPROVER.id);
  });
});

describe('identity of the canary', () => {
  test.each([
    [
      'a key',
      (id: string) =>
        sql`insert into api_key (id, person_id, name, roles, secret_sha256) values ('0000beef', ${id}::uuid, 'x', '{approver}', '\\x00')`,
    ],
    ['another role', (id: string) => sql`update person set roles = '{counsel}' where id = ${id}::uuid`],
    ['a mailbox', (id: string) => sql`update person set email = 'approver@desk.example' where id = ${id}::uuid`],
  ])('cannot be given %s by any row', async (_, statement) => {
    await expect(statement(CANARY_APPROVER.id).execute(api.db)).rejects.toMatchObject({
      constraint: expect.stringMatching(/_of_canary$/),
    });
  });

  test('cannot be used to file a notice, and its authority cannot be changed', async () => {
    const notice = {
      kind: 'request',
      authority: 'canary',
      jurisdiction: 'IN',
      targets: [{ type: 'account', locator: '@a' }],
    };
    const sent = await api.post('/v1/notices', 'intake', notice, { 'idempotency-key': uuidv7() });
    expect([sent.statusCode, sent.json().errors[0].path]).toEqual([422, '/authority']);
    const entry = { id: 'canary', name: 'x', country: 'IN', kind: 'x', contacts: [], domains: [], signers: [] };
    expect((await api.post('/v1/authorities', 'admin', entry)).statusCode).toBe(422);
  });
});

describe('visibility of the canary’s notice', () => {
  const urls = [
    '/v1/notices?limit=200',
    '/v1/notices?q=canary',
    '/v1/ops/alerts?limit=200',
    '/v1/authorities?limit=200',
    '/v1/stats',
  ];

  test.each(['counsel', 'auditor', 'ops', 'reviewer', 'admin'] as const)('shows nothing of it to %s', async (role) => {
    const before = await Promise.all(urls.map(async (path) => (await api.get(path, role)).body));
    const id = await inApproval();
    await sql`insert into alert (id, key, kind, notice_id, summary, detail) values
      (gen_random_uuid(), ${`${id}:x`}, 'unclaimed', ${id}::uuid, 'x', '{}')`.execute(api.db);
    const after = await Promise.all(urls.map(async (path) => (await api.get(path, role)).body));
    for (const text of after) expect(text).not.toContain(id);
    expect(JSON.parse(after[0] ?? '').items).toEqual(JSON.parse(before[0] ?? '').items);
    expect((await api.get(`/v1/notices/${id}`, role)).statusCode).toBe(404);
    for (const path of ['/v1/people?limit=200', '/v1/colleagues?limit=200'])
      for (const { id: person } of [CANARY_AUTHOR, CANARY_APPROVER])
        expect((await api.get(path, role)).body).not.toContain(person);
  });

  test('records no secret read when an auditor reads it in the audit log', async () => {
    const id = await inApproval();
    expect((await api.get(`/v1/audit?notice=${id}`, 'auditor')).body).toContain(id);
    expect(await listSecretReads(api, id)).toEqual([]);
  });

  test('keeps it out of the year’s numbering and of the metrics', async () => {
    const id = await inApproval();
    const { rows: numbers } = await sql<{ number: string }>`select number from notice where id = ${id}::uuid`.execute(
      api.db,
    );
    expect(numbers).toEqual([{ number: `C-${id}` }]);
    const metrics = (await api.get('/metrics', null, { authorization: 'Bearer scrape-me' })).body;
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from notice where stage = 'approval' and not of_canary(id)`.execute(api.db);
    expect(metrics).toContain(`notice_desk_notices{stage="approval"} ${rows[0]?.n}`);
  });
});

describe('runs of the canary', () => {
  const settings: CanarySettings = {
    everyMs: 3_600_000,
    limitMs: 600_000,
    mail: 'canary@desk.example',
    target: TARGET,
  };
  const logger = { warn: () => undefined };
  const tend = () => runCanary({ services: api.context, settings, logger });
  const open = async () =>
    (await api.db.selectFrom('canary').selectAll().where('finished_at', 'is', null).execute())[0];

  test('move when the interval was changed at a restart', async () => {
    await sql`delete from canary`.execute(api.db);
    await tend();
    const planned = await open();
    const withEvery = (everyMs: number) =>
      runCanary({ services: api.context, settings: { ...settings, everyMs }, logger });
    await withEvery(120_000);
    const sooner = await open();
    expect((planned?.begins_at.getTime() ?? 0) - (sooner?.begins_at.getTime() ?? 0)).toBe(3_600_000 - 120_000);
    expect((sooner?.ends_by.getTime() ?? 0) - (sooner?.begins_at.getTime() ?? 0)).toBe(settings.limitMs);
    await tend();
    expect(await open()).toEqual(planned);
    // A canary that has already begun counts, as when a run is planned.
    await sql`insert into canary (id, begins_at, ends_by, finished_at, passed)
      values ('01900000-0000-8ca0-a000-0000000000aa', now() - interval '1 min', now(), now(), true)`.execute(api.db);
    await withEvery(600_000);
    const { rows } = await sql<{ seconds: number }>`
      select extract(epoch from next.begins_at - last.begins_at)::float8 as seconds
      from canary next, canary last where next.finished_at is null and last.passed`.execute(api.db);
    expect(rows).toEqual([{ seconds: 600 }]);
    await sql`delete from canary`.execute(api.db);
  });

  test('are planned one at a time, the first after one interval, and are late at the step where they stop', async () => {
    await tend();
    await tend();
    const planned = await open();
    expect(planned?.step).toBe('planned');
    expect((planned?.begins_at.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
    expect(await findCanaryState(api.db)).toMatchObject({ late: null, passedAt: null });
    // The process that sends it was away for an hour: its time limit counts from the actual start.
    await sql`update canary set begins_at = now() - interval '1 h', ends_by = now() - interval '50 min'`.execute(
      api.db,
    );
    expect(await findCanaryState(api.db)).toMatchObject({ late: { step: 'planned' } });
    let checks = 0;
    await runCanary({ services: api.context, settings, logger }, () => (checks += 1) > 2);
    expect(await findCanaryState(api.db)).toMatchObject({ late: null });
    await sql`update canary set ends_by = now()`.execute(api.db);
    await tend();
    await tend();
    // No worker sends its acknowledgement here.
    expect(await findCanaryState(api.db)).toMatchObject({ late: { step: 'acknowledgement' } });
    await sql`update canary set begins_at = now() - interval '1 h'`.execute(api.db);
    await tend();
    expect(await open()).toBeUndefined();
    await tend();
    expect((await open())?.step).toBe('planned');
    expect(await findCanaryState(api.db)).toMatchObject({ late: { step: 'acknowledgement' } });
    await sql`update canary set finished_at = now(), passed = true where finished_at is null`.execute(api.db);
    expect(await findCanaryState(api.db)).toMatchObject({ late: null, passedAt: expect.any(Date) });
  });

  test('are planned once by two concurrent processes', async () => {
    const plan = () => planCanary(api.context.db, { id: toCanaryId(uuidv7()), everyMs: 1_000, limitMs: 1_000 });
    await Promise.all([plan(), plan()]);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from canary where finished_at is null`.execute(
      api.db,
    );
    expect(rows[0]?.n).toBe(1);
  });
});
