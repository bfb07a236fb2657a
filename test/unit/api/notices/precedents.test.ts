import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
const account = (name: string) => ({ type: 'account', locator: `@${name}` });

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A notice whose targets have been withheld with a note. */
async function anEarlier(notice: Record<string, unknown>, status = 'applied') {
  const { id, number } = await api.receive(notice);
  await sql`update notice set submission_number = 1, outcome = 'complied' where id = ${id}::uuid`.execute(api.db);
  await sql`update target set status = ${status}, action = 'withhold', grounds = '{legal_basis_met}', countries = '{IN}',
    decision_note = 'As ordered', decided_at = now() where notice_id = ${id}::uuid`.execute(api.db);
  return { id, number };
}
const gag = (id: string) =>
  sql`update notice set secrecy_level = 'gagged', secrecy_until = null where id = ${id}::uuid`.execute(api.db);

describe('GET /v1/notices/{id}/targets/{no}/context', () => {
  const context = async (id: string, as: 'reviewer' | 'counsel' = 'reviewer') =>
    (await api.get(`/v1/notices/${id}/targets/1/context`, as)).json();

  test('lists other notices on the target with what an approver agreed to', async () => {
    const decided = await anEarlier({ targets: [account('same')] });
    const drafted = await anEarlier({ targets: [account('same')] }, 'drafted');
    const { id } = await api.receive({ targets: [account('same')] });
    const { total, notices } = await context(id);
    expect(total).toBe(2);
    expect(notices).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          number: decided.number,
          decision: expect.objectContaining({ action: 'withhold', note: 'As ordered', status: 'applied' }),
        }),
        expect.objectContaining({ number: drafted.number, decision: null }),
      ]),
    );
  });

  test('names no notice that the reader has no access to', async () => {
    const hidden = await anEarlier({ targets: [account('quiet')] });
    const { id } = await api.receive({ targets: [account('quiet')] });
    await gag(hidden.id);
    expect(await context(id)).toMatchObject({ total: 0, notices: [] });
  });

  test('tells whether the platform knows the target, and since when', async () => {
    const { id } = await api.receive({ targets: [account('gone')] });
    expect((await context(id)).platform).toEqual({ exists: null, checkedAt: null, id: null, language: null });
    await sql`update target set looked_up = true where notice_id = ${id}::uuid`.execute(api.db);
    await sql`update notice set targets_resolved_at = '2026-02-01T10:00:00Z' where id = ${id}::uuid`.execute(api.db);
    expect((await context(id)).platform).toMatchObject({ exists: false, checkedAt: '2026-02-01T10:00:00.000Z' });
    await sql`update target set platform_id = 'p1', language = 'pa' where notice_id = ${id}::uuid`.execute(api.db);
    expect((await context(id)).platform).toMatchObject({ exists: true, id: 'p1', language: 'pa' });
  });

  test.each(['2', '0', 'x'])('answers 404 for target %s', async (no) => {
    const { id } = await api.receive({ targets: [account('alone')] });
    expect((await api.get(`/v1/notices/${id}/targets/${no}/context`, 'reviewer')).statusCode).toBe(404);
  });
});

describe('GET /v1/notices/{id}/precedents', () => {
  const law = { authority: 'in-meity', regime: 'IN-69A-NORMAL' };
  const precedents = async (id: string) => (await api.get(`/v1/notices/${id}/precedents`, 'reviewer')).json().items;

  test('lists notices of the same authority and law, and with a similar subject, with outcome and reasons', async () => {
    const same = await anEarlier({ ...law, subject: 'Something else entirely' });
    const similar = await anEarlier({
      regime: 'IN-ITR-3-1-D',
      subject: 'Direction to block accounts of the harvest protest',
    });
    const unlike = await anEarlier({ regime: 'IN-ITR-3-1-D', subject: 'Lottery advertisement' });
    const { id } = await api.receive({ ...law, subject: 'Block accounts of the harvest protest' });
    const items = await precedents(id);
    const found = Object.fromEntries(
      items.map((one: { number: string; because: string }) => [one.number, one.because]),
    );
    expect(found).toMatchObject({ [same.number]: 'law', [similar.number]: 'wording' });
    expect(found[unlike.number]).toBeUndefined();
    expect(items.find(({ number }: { number: string }) => number === same.number)).toMatchObject({
      outcome: 'complied',
      decisions: [{ action: 'withhold', count: 1, grounds: ['legal_basis_met'], note: 'As ordered' }],
    });
  });

  test('leaves out notices that were never submitted or that the reader has no access to', async () => {
    const subject = 'A wording that no other notice has, zyx';
    await api.receive({ subject, regime: 'IN-ITR-3-1-D' });
    const hidden = await anEarlier({ subject, regime: 'IN-ITR-3-1-D' });
    await gag(hidden.id);
    const { id } = await api.receive({ subject, regime: 'IN-69A-EMERG' });
    const items = await precedents(id);
    expect(items.filter((one: { subject: string }) => one.subject === subject)).toEqual([]);
  });

  test('is closed to those who may not read the notice', async () => {
    const { id } = await api.receive();
    expect((await api.get(`/v1/notices/${id}/precedents`, 'intake')).statusCode).toBe(403);
  });
});
