import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { drainOutbox } from '../../application/letters/outbox/drain-outbox.js';
import { GRANTED_LOGINS } from '../../registry/grants.js';
import type { GrantedLogin } from '../../registry/table-rights.js';
import type { Db } from '../../registry/db.js';
import { startDomainApi, type ApiHarness } from '../support/api-harness.js';
import { createDomainEngine } from '../support/domain-engine.js';
import { openAs } from '../support/postgres/registry-logins.js';

/** The API's login may write commands of the desk: SECURITY.md counts it as equal to any person. */
const OTHERS = GRANTED_LOGINS.filter((login) => login !== 'api');
const FAR = Date.UTC(2030, 0, 1);

let api: ApiHarness;
const engine = createDomainEngine();
const logins = new Map<GrantedLogin, Db>();

beforeAll(async () => {
  api = await startDomainApi(engine);
  for (const login of OTHERS) logins.set(login, openAs(api.url, login, 1));
});
afterAll(async () => {
  await Promise.all([...logins.values()].map((db) => db.destroy()));
  await api.close();
});

const listClocks = async (id: string) => (await api.get(`/v1/notices/${id}/clocks`, 'counsel')).json().items;
const listAlerts = async (id: string) =>
  (await api.get(`/v1/notices/${id}`, 'counsel')).json().alert.map(({ kind }: { kind: string }) => kind);

/** Writes an outbox row as a login and drains the outbox. Returns why the registry refused the row. */
async function owe(login: GrantedLogin, id: string, kind: string, payload: object): Promise<string | null> {
  const db = logins.get(login);
  if (db === undefined) throw new Error(`No connection as ${login}.`);
  const refused = await sql`
    insert into outbox (notice_id, kind, payload) values (${id}::uuid, ${kind}, ${JSON.stringify(payload)}::jsonb)`
    .execute(db)
    .then(
      () => null,
      (error: Error) => error.message,
    );
  await drainOutbox(api.context, { limit: 10, noticeId: id });
  return refused;
}

describe.each(OTHERS)('database login %s: forged commands', (login) => {
  test('cannot move a deadline with a system command that it writes itself', async () => {
    const { id } = await api.receive();
    const [clock] = await listClocks(id);
    const body = {
      move: randomUUID(),
      clock: clock.id,
      round: 0,
      dueAtMs: FAR,
      escalation: [],
      reason: 'x',
      revision: 1,
    };
    await owe(login, id, 'command', { name: 'move_clock', body });
    expect((await listClocks(id))[0].dueAt).toBe(clock.dueAt);
    expect(engine.stateOf(id).version).toBe(1);
  });
});

describe('clocks row in the outbox, written by the worker', () => {
  const now = Date.now();
  test.each<[string, Record<string, unknown>]>([
    ['a question that was never approved', { question: 1, sentAtMs: now }],
    ['an effect that enforcement never began', { effectAtMs: now, submission: 1 }],
    ['an effect of no submission', { effectAtMs: now }],
    ['a ratification that was never given', { ratify: 1, fromMs: now }],
    ['an answer that was never read', { answeredAtMs: now }],
    ['a reply that never came', { answeredAtMs: now, reply: 1 }],
    ['a notice that never came', { answeredAtMs: now, notice: randomUUID() }],
    ['an instant to come', { answeredAtMs: FAR }],
    ['what no column holds', { effectAtMs: -9e15, submission: 1e300 }],
    ['nothing that the desk knows', { other: true }],
  ])('a row for %s changes nothing and raises an alert', async (_what, payload) => {
    const { id } = await api.receive();
    const before = await listClocks(id);
    const { version } = engine.stateOf(id);
    await owe('worker', id, 'clocks', payload);
    expect(await listClocks(id)).toEqual(before);
    expect(engine.stateOf(id).version).toBe(version);
    expect(await listAlerts(id)).toContain('forged_command');
    const { rows } = await sql`select from outbox where notice_id = ${id}::uuid and done_at is null`.execute(api.db);
    expect(rows).toEqual([]);
  });
});

test('accepts the worker’s own clocks rows but rejects its commands and starts', async () => {
  const { id } = await api.receive();
  expect(await owe('worker', id, 'clocks', { answeredAtMs: 1 })).toBeNull();
  expect(await owe('worker', id, 'command', { name: 'nudge', body: {} })).toMatch(/row-level security/);
  expect(await owe('worker', id, 'start', {})).toMatch(/row-level security/);
});
