import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { sql } from 'kysely';
import { makeCheckpoint } from '../../application/audit/make-checkpoint.js';
import { sortInbound } from '../../application/intake/inbound/sort-inbound.js';
import { drainOutbox } from '../../application/letters/outbox/drain-outbox.js';
import { reconcile, RECONCILER_TIMING } from '../../application/enforcement/reconcile/reconcile.js';
import { answerUnanswered } from '../../jobs/send-again.js';
import { getKeys } from '../../domain/record-keys.js';
import { GRANTS } from '../../registry/grants.js';
import { ALERT_OWNERS } from '../../registry/ops/alert-owners.js';
import { raiseAlert } from '../../registry/ops/alerts.js';
import { LOGIN_POWERS } from '../../scripts/docs/login-powers.js';
import type { Db } from '../../registry/db.js';
import { startDomainApi, type ApiHarness } from '../support/api-harness.js';
import { createDomainEngine } from '../support/domain-engine.js';
import { nameSigners, startPortal, type PortalFixture } from '../features/portal/support/portal.js';
import { openAs } from '../support/postgres/registry-logins.js';

type Writer = keyof typeof LOGIN_POWERS;
const WRITERS = getKeys(LOGIN_POWERS);
const LOGGER = pino({ level: 'fatal' });

let api: ApiHarness;
let portal: PortalFixture;
const engine = createDomainEngine();
const logins = new Map<Writer, Db>();

beforeAll(async () => {
  api = await startDomainApi(engine);
  portal = await startPortal(api);
  await nameSigners(api, 'in-meity', [{ name: 'A. Officer', rank: 'Joint Secretary' }]);
  for (const login of WRITERS) logins.set(login, openAs(api.url, login, 1));
});
afterAll(async () => {
  await Promise.all([...logins.values()].map((db) => db.destroy()));
  await portal.close();
  await api.close();
});

function listWrites(login: Writer): [string, string[]][] {
  return Object.entries(GRANTS).flatMap(([table, rights]): [string, string[]][] => {
    const writes = (rights[login] ?? []).filter((right) => !right.startsWith('select'));
    return writes.length === 0 ? [] : [[table, writes]];
  });
}

test.each(WRITERS)('lists a decided power for every table that login %s may write, and no other table', (login) => {
  const tables = listWrites(login).map(([table]) => table);
  expect(Object.keys(LOGIN_POWERS[login]).toSorted()).toEqual(tables.toSorted());
});

async function anOrder(): Promise<string> {
  const { id } = await api.receive();
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  const draft = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };
  for (const [command, body] of Object.entries({ triage: {}, decide: draft, submit: {} })) {
    const answer = await api.post(`/v1/notices/${id}/${command}`, 'reviewer', body);
    if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
  }
  return id;
}

function hostile({ column, type, array }: { column: string; type: string; array: boolean }): string {
  if (array) return `'{}'`;
  const values: Record<string, string> = {
    timestamptz: `'2030-01-01T00:00:00Z'`,
    uuid: 'gen_random_uuid()',
    bool: `not coalesce("${column}", false)`,
    jsonb: `'[]'`,
    bytea: `'x'::bytea`,
    text: column === 'state' || column === 'status' ? `'applied'` : `'hostile'`,
  };
  return values[type] ?? `coalesce("${column}", 0) + 1`;
}

/**
 * Everything that a login may do to a table, one statement each; a statement that the registry refuses is not counted.
 */
async function attack(login: Writer, table: string, rights: readonly string[]): Promise<void> {
  const db = logins.get(login);
  if (db === undefined) throw new Error(`No connection as ${login}.`);
  const { rows: columns } = await sql<{ column: string; type: string; array: boolean }>`
    select attname as column, typname as type, typcategory = 'A' as array from pg_attribute join pg_type on pg_type.oid = atttypid
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(api.db);
  const run = (text: string) =>
    sql
      .raw(text)
      .execute(db)
      .catch(() => undefined);
  for (const right of rights) {
    const named = /^update \((.*)\)$/.exec(right)?.[1]?.split(', ');
    const chosen = right.startsWith('update') ? columns.filter(({ column }) => named?.includes(column) ?? true) : [];
    for (const one of chosen) await run(`update "${table}" set "${one.column}" = ${hostile(one)}`);
    if (right === 'insert') await run(`insert into "${table}" select * from "${table}" limit 1`);
    if (right === 'delete') await run(`delete from "${table}"`);
  }
}

async function runJobs(): Promise<void> {
  await drainOutbox(api.context, { limit: 50 });
  await answerUnanswered(api.context);
  await sortInbound(api.context, LOGGER, () => false);
  await portal.mail();
  await reconcile(api.context, { pace: { ...RECONCILER_TIMING, aSecond: 1_000, graceMs: 1 } });
}

const openAlerts = async (id: string) =>
  (
    await sql<{
      kind: string;
    }>`select kind from alert where notice_id = ${id}::uuid and resolved_at is null`.execute(api.db)
  ).rows.map(({ kind }) => kind);

async function shown(id: string) {
  const { stage, authenticity, outcome, regime } = (await api.get(`/v1/notices/${id}`, 'counsel')).json();
  const clocks = (await api.get(`/v1/notices/${id}/clocks`, 'counsel')).json().items;
  const dues = clocks.map(({ id: clock, state, dueAt }: Record<string, unknown>) => [clock, state, dueAt]);
  return { stage, authenticity, outcome, regime, dues };
}

/** Alert kinds that stay open whatever a login resolves itself. */
const SENTINELS = ['divergence', 'forged_command', 'workflow_gone', 'mail_disputed'] as const;

describe.each(WRITERS)('database login %s: writable tables', (login) => {
  test.each(listWrites(login))('cannot affect anything outside unnoticed by writing to %s', async (table, rights) => {
    const id = await anOrder();
    await portal.visitor().post('/portal/links', { email: 'in-meity@authority.example' });
    const before = await shown(id);
    const { version, clocks } = engine.stateOf(id);
    await raiseAlert(api.db, { key: `${id}:sentinel`, kind: 'mail_disputed', noticeId: id, summary: 'x' });
    portal.smtp.received.length = 0;
    await attack(login, table, rights);
    await runJobs();
    // The workflow decides deadlines and platform operations; only the API has reached it.
    expect([engine.stateOf(id).version, engine.stateOf(id).clocks]).toEqual([version, clocks]);
    const alerts = await openAlerts(id);
    if (JSON.stringify(await shown(id)) !== JSON.stringify(before)) expect(alerts).toContain('divergence');
    expect(alerts).toContain('mail_disputed');
    expect(portal.smtp.received.every(({ to }) => to.join() === 'in-meity@authority.example')).toBe(true);
    const { size } = await makeCheckpoint(api.context);
    expect(size).toBeGreaterThan(0);
    const { rows } =
      await sql`select from alert where kind in ('audit_unsigned', 'audit_forked') and resolved_at is null`.execute(
        api.db,
      );
    expect(rows).toEqual([]);
    await sql`update alert set resolved_at = now() where notice_id = ${id}::uuid`.execute(api.db);
  });
});

test('gives no login ownership of the alerts that report on other logins', () => {
  for (const login of getKeys(ALERT_OWNERS))
    for (const kind of SENTINELS) expect(ALERT_OWNERS[login] as readonly string[]).not.toContain(kind);
});
