import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { applyRetention } from '../../../../application/audit/retention/erase.js';
import { settleChanges } from '../../../../application/people/decide-change.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { keepFor, tablesWith } from '../../../support/retention.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
});
afterAll(() => api.close());

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

function makeCase(name: string, closed: number | null) {
  return {
    source: 'Jira',
    externalId: name,
    kind: 'blocking_order',
    authority: { name: 'Ministry', country: 'IN' },
    jurisdiction: 'IN',
    law: 'IN-69A-NORMAL',
    subject: `zebra ${name}`,
    body: `zebra text ${name}`,
    receivedAt: daysAgo(400),
    closedAt: closed === null ? null : daysAgo(closed),
    targets: [{ type: 'account', locator: `@zebra${name}`, note: `zebra note ${name}` }],
  };
}

const erase = () => applyRetention(api.context, () => false);
const find = async (name: string) => {
  const [{ id }] = (await api.get(`/v1/imported-cases?q=${name}`, 'reviewer')).json().items;
  return (await api.get(`/v1/imported-cases/${id}`, 'reviewer')).json();
};

describe('retention of imported cases', () => {
  test('erases text and items of those closed before the periods, and keeps the rest and the digests', async () => {
    const cases = [makeCase('old', 300), makeCase('new', 2), makeCase('open', null)];
    await api.agreed('/v1/imports', { name: 'a', cases });
    await settleChanges(api.context.db, new Date());
    const before = await find('old');
    await erase();
    expect((await find('old')).erasedAt).toBeNull();
    await keepFor(api.db, { documents: 'P100D' });
    await erase();
    expect(await find('old')).toMatchObject({ subject: '', body: '', items: [{ locator: '@zebraold' }] });
    await keepFor(api.db, { documents: 'P100D', targets: 'P100D' });
    await erase();
    const after = await find('old');
    expect(after).toMatchObject({ items: [{ locator: '', note: '' }], digest: before.digest, ledger: before.ledger });
    expect(after.erasedAt).not.toBeNull();
    for (const name of ['new', 'open'])
      expect(await find(name)).toMatchObject({ subject: `zebra ${name}`, items: [{ locator: `@zebra${name}` }] });
    expect(await tablesWith(api.db, 'zebraold')).toEqual([]);
    expect(await tablesWith(api.db, 'zebra text old')).toEqual([]);
    const log = (await api.get('/v1/audit?action=imported_cases_erased', 'auditor')).json().items;
    expect(log.map(({ entry }: { entry: { detail: object } }) => entry.detail)).toEqual([{ cases: 1 }, { cases: 1 }]);
  });

  test('keeps a case whose notice is under a legal hold', async () => {
    await keepFor(api.db, {});
    await api.agreed('/v1/imports', { name: 'b', cases: [makeCase('held', null)] });
    const { id } = await find('held');
    const { notice } = (await api.post(`/v1/imported-cases/${id}/file`, 'reviewer', {})).json();
    await sql`update imported_case set filed_at = now() - interval '300 days' where id = ${id}::uuid`.execute(api.db);
    await api.post(`/v1/notices/${notice}/hold`, 'counsel', { reason: 'Court' });
    await keepFor(api.db, { documents: 'P100D', targets: 'P100D' });
    await erase();
    expect((await find('held')).erasedAt).toBeNull();
    await sql`update legal_hold set lift_requested_by = set_by, lift_requested_at = now(), lift_reason = 'x'`.execute(
      api.db,
    );
    await sql`update legal_hold set lifted_by = ${api.people.approver.id}::uuid, lifted_at = now()`.execute(api.db);
    await erase();
    expect((await find('held')).subject).toBe('');
  });

  test('deletes the content of an import that was refused or expired', async () => {
    const ask = async (name: string) =>
      (await api.post('/v1/imports', 'admin', { name, cases: [makeCase(name, 1)] })).json().change;
    const refused = await ask('quagga1');
    await ask('quagga2');
    await api.post(`/v1/changes/${refused}/refuse`, 'counsel', {});
    await settleChanges(api.context.db, new Date());
    expect(await tablesWith(api.db, 'zebra text quagga1')).toEqual([]);
    expect(await tablesWith(api.db, 'zebra text quagga2')).toEqual(['case_import']);
    await settleChanges(api.context.db, new Date(Date.now() + 8 * DAY_MS));
    expect(await tablesWith(api.db, 'zebra text quagga2')).toEqual([]);
  });

  test('lets no login of the desk change or delete a case', async () => {
    for (const text of [
      'update imported_case set subject = $$x$$',
      'delete from imported_case',
      'delete from imported_target',
    ])
      await expect(sql.raw(text).execute(api.context.db)).rejects.toThrow('permission denied');
  });
});
