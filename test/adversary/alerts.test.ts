import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { reconcile, RECONCILER_TIMING } from '../../application/enforcement/reconcile/reconcile.js';
import { ALERT_KINDS } from '../../domain/alert.js';
import { GRANTED_LOGINS } from '../../registry/grants.js';
import type { GrantedLogin } from '../../registry/table-rights.js';
import { ALERT_OWNERS } from '../../registry/ops/alert-owners.js';
import { raiseAlert } from '../../registry/ops/alerts.js';
import type { Db } from '../../registry/db.js';
import { startDomainApi, type ApiHarness } from '../support/api-harness.js';
import { createDomainEngine } from '../support/domain-engine.js';
import { openAs } from '../support/postgres/registry-logins.js';

/** The API resolves every kind, because people act through it; SECURITY.md says what else its login can do. */
const OTHERS = GRANTED_LOGINS.filter((login) => login !== 'api');

let api: ApiHarness;
let notice: string;
const engine = createDomainEngine();
const logins = new Map<GrantedLogin, Db>();

beforeAll(async () => {
  api = await startDomainApi(engine);
  for (const login of OTHERS) logins.set(login, openAs(api.url, login, 1));
  notice = (await api.receive()).id;
});
afterAll(async () => {
  await Promise.all([...logins.values()].map((db) => db.destroy()));
  await api.close();
});
beforeEach(async () => {
  await sql`delete from alert`.execute(api.db);
  for (const kind of ALERT_KINDS)
    await raiseAlert(api.db, { key: `${notice}:${kind}`, kind, noticeId: notice, summary: 'x' });
});

const openKinds = async (): Promise<string[]> => {
  const { rows } = await sql<{ kind: string }>`
    select kind from alert where resolved_at is null and summary <> '' order by kind`.execute(api.db);
  return rows.map(({ kind }) => kind);
};

const ownedBy = (login: GrantedLogin): readonly string[] =>
  Object.hasOwn(ALERT_OWNERS, login) ? ALERT_OWNERS[login as keyof typeof ALERT_OWNERS] : [];

async function tryAs(login: GrantedLogin, statement: string): Promise<void> {
  await sql
    .raw(statement)
    .execute(logins.get(login)!)
    .catch(() => undefined);
}

describe.each(OTHERS)('database login %s: alerts', (login) => {
  test('resolves only the alert kinds that it owns', async () => {
    await tryAs(login, 'update alert set resolved_at = now()');
    const own = ownedBy(login);
    expect(await openKinds()).toEqual(ALERT_KINDS.filter((kind) => !own.includes(kind)).toSorted());
  });

  test('cannot hide an alert by changing its kind, notice, audience or key, or by deleting it', async () => {
    for (const change of [`kind = 'mail_outage'`, `audience = '{}'`, 'notice_id = null', `key = 'x'`])
      await tryAs(login, `update alert set ${change}`);
    await tryAs(login, 'delete from alert');
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from alert where audience is null and key = notice_id || ':' || kind`.execute(api.db);
    expect(rows[0]?.count).toBe(ALERT_KINDS.length);
  });

  test('cannot resolve an alert by naming a command that no person gave', async () => {
    const before = await openKinds();
    await tryAs(login, `select resolve_by_command('${randomUUID()}')`);
    await tryAs(login, `select resolve_by_effect('${notice}')`);
    expect(await openKinds()).toEqual(before);
  });
});

test('gives the worker no alert kind about the audit log, forgery or lifting', () => {
  const own: readonly string[] = ALERT_OWNERS.worker;
  for (const kind of ['audit_forked', 'audit_unsigned', 'divergence', 'forged_command', 'workflow_gone', 'mail_held'])
    expect(own).not.toContain(kind);
});

test('raises a missed-deadline alert again after its row was resolved in the registry', async () => {
  const { id } = await api.receive();
  await engine.passTo(id, Date.now() + 400 * 86_400_000);
  const missed = async () =>
    (await api.get(`/v1/notices/${id}`, 'counsel'))
      .json()
      .alert.filter(({ kind }: { kind: string }) => kind === 'clock_missed').length;
  const before = await missed();
  expect(before).toBeGreaterThan(0);
  await sql`update alert set resolved_at = now() where notice_id = ${id}::uuid`.execute(api.worker);
  expect(await missed()).toBe(0);
  await reconcile(api.context, { pace: { ...RECONCILER_TIMING, aSecond: 1_000, graceMs: 1 } });
  expect(await missed()).toBe(before);
});

test('resolves the alerts of a notice through the command that closes it', async () => {
  const { id } = await api.receive();
  await raiseAlert(api.db, { key: `${id}:x`, kind: 'divergence', noticeId: id, summary: 'x' });
  await api.post(`/v1/notices/${id}/close`, 'counsel', { reason: 'Void.', override: true });
  const { rows } = await sql`select from alert where notice_id = ${id}::uuid and resolved_at is null`.execute(api.db);
  expect(rows).toEqual([]);
});
