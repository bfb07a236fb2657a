import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { reconcile, RECONCILER_TIMING } from '../../application/enforcement/reconcile/reconcile.js';
import { GRANTS } from '../../registry/grants.js';
import { startDomainApi, type ApiHarness } from '../support/api-harness.js';
import { createDomainEngine } from '../support/domain-engine.js';

/**
 * Columns that the worker's login may write and no comparison with the workflow can check, each with the safeguard used
 * instead.
 */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  'notice.submission_number': 'written over by the next submission, which the API numbers by its own rows',
  'notice.closed_state': 'a closed notice alone has one; reopening asks for two people who see what is open again',
  'notice.workflow_unshown': 'read by a rebuild alone, which people ask for because of a divergence',
  'notice.workflow_run':
    'the next change of the notice is refused and raises divergence; the reconciler asks the recorder’s own question',
  'notice.targets': 'counted again from the ledger at the next write; what leaves the desk is counted by rows',
  'notice.undecided': 'as targets',
  'notice.by_action': 'as targets',
  'notice.applied': 'as targets',
  'notice.failed': 'as targets',
  'notice.restored': 'as targets',
  'clock.proposed': 'of a clock that the workflow has not taken, which runs nowhere',
  'clock.receipt': 'explains the due and decides nothing; clock verify computes it again',
};

let api: ApiHarness;
const engine = createDomainEngine();
beforeAll(async () => {
  api = await startDomainApi(engine);
});
afterAll(() => api.close());

const reconcileNow = () => reconcile(api.context, { pace: { ...RECONCILER_TIMING, aSecond: 1_000, graceMs: 1 } });
const divergences = async (id: string) =>
  (await api.get(`/v1/notices/${id}`, 'counsel'))
    .json()
    .alert.filter(({ kind }: { kind: string }) => kind === 'divergence');

function updatable(table: 'notice' | 'clock'): string[] {
  return (GRANTS[table].worker ?? []).flatMap((right) => /^update \((.*)\)$/.exec(right)?.[1]?.split(', ') ?? []);
}

async function hostile(table: string, column: string): Promise<string> {
  const { rows } = await sql<{ type: string }>`
    select data_type as type from information_schema.columns where table_name = ${table} and column_name = ${column}`.execute(
    api.db,
  );
  const enums: Record<string, string> = {
    stage: `'closed'`,
    outcome: `'refused'`,
    authenticity: `case authenticity when 'rejected' then 'unverified' else 'rejected' end`,
    priority: `'other'`,
    assignee: `(select id from person limit 1)`,
    state: `'met'`,
    escalation: `'[]'`,
    verified_by: `'[{"id":"00000000-0000-4000-8000-000000000000","name":"x"}]'`,
  };
  const byType: Record<string, string> = {
    'timestamp with time zone': `'2030-01-01T00:00:00Z'`,
    uuid: `'00000000-0000-4000-8000-000000000000'`,
    integer: `coalesce(${column}, 0) + 1`,
    boolean: `not coalesce(${column}, false)`,
    jsonb: `'{"x":1}'`,
    text: `'x'`,
  };
  const value = enums[column] ?? byType[rows[0]?.type ?? ''];
  if (value === undefined) throw new Error(`Decide on a hostile value of ${table}.${column}.`);
  return value;
}

test('reports no divergence for a newly received notice or a triaged one', async () => {
  const { id } = await api.receive();
  const other = (await api.receive()).id;
  expect((await api.post(`/v1/notices/${other}/triage`, 'reviewer', {})).statusCode).toBe(200);
  await reconcileNow();
  expect([await divergences(id), await divergences(other)]).toEqual([[], []]);
});

describe.each(['notice', 'clock'] as const)('row written by the database login worker in %s', (table) => {
  test.each(updatable(table).filter((column) => NOT_COMPARED[`${table}.${column}`] === undefined))(
    'is found by the comparison with the workflow if column %s differs',
    async (column) => {
      const { id } = await api.receive();
      const key = table === 'notice' ? 'id' : 'notice_id';
      const value = await hostile(table, column);
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.raw(value)} where ${sql.ref(key)} = ${id}::uuid`.execute(
        api.worker,
      );
      await reconcileNow();
      expect((await divergences(id)).length).toBe(1);
    },
  );
});

test('lists only exceptions for columns that the worker may write', () => {
  const all = (['notice', 'clock'] as const).flatMap((table) => updatable(table).map((column) => `${table}.${column}`));
  expect(Object.keys(NOT_COMPARED).filter((one) => !all.includes(one))).toEqual([]);
});

test('finds an approval that the worker wrote in a person’s name', async () => {
  const { id } = await api.receive();
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  const draft = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };
  for (const [command, body] of Object.entries({ triage: {}, decide: draft, submit: {} }))
    expect((await api.post(`/v1/notices/${id}/${command}`, 'reviewer', body)).statusCode).toBe(200);
  await reconcileNow();
  expect(await divergences(id)).toEqual([]);
  const { submission } = (await api.get(`/v1/notices/${id}`, 'counsel')).json();
  await sql`
    insert into approval (notice_id, submission, person_id, name, roles, digest, command_id, at)
    values (${id}::uuid, ${submission.number}::int, ${api.people.approver.id}::uuid, 'approver', '{approver}', ${submission.digest},
      gen_random_uuid(), now())`.execute(api.worker);
  await reconcileNow();
  expect(await divergences(id)).toMatchObject([{ summary: expect.stringContaining('approval') }]);
});

test('takes the end of an order from the triage recorded by the API, not from the worker', async () => {
  const { id } = await api.receive();
  await expect(
    sql`update notice set effective_until = now() - interval '1 day' where id = ${id}::uuid`.execute(api.worker),
  ).rejects.toThrow(/permission denied/);
  const read = await api.post(`/v1/notices/${id}/triage`, 'reviewer', { effectiveUntil: '2031-01-01T00:00:00Z' });
  expect(read.statusCode).toBe(200);
  expect((await api.get(`/v1/notices/${id}`, 'counsel')).json().effectiveUntil).toBe('2031-01-01T00:00:00.000Z');
});
