import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { notifyUsers } from '../../../../application/letters/user-notices/notify-users.js';
import { takeDueLumen } from '../../../../features/publishing/registry/publications.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { insertEnforced } from '../../../support/enforced-notice.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function enforced(regime = 'IN-69A-EMERG'): Promise<string> {
  const { id } = await insertEnforced(api, { count: 2, patch: { regime } });
  await sql`update notice set outcome = 'complied' where id = ${id}::uuid`.execute(api.db);
  return id;
}
const read = async (id: string, part = '') => (await api.get(`/v1/notices/${id}${part}`, 'reviewer')).json();
const decide = (id: string, body: object, as: 'counsel' | 'approver' | 'reviewer' = 'counsel') =>
  api.post(`/v1/notices/${id}/contested-rules`, as, { reason: 'Counsel’s opinion of 3 May', ...body });
const FACTS = { category: 'STATEMENT_CATEGORY_VIOLENCE', contentDate: '2024-02-01' };
const listMessages = async (id: string) => {
  await notifyUsers(api.context, new Date());
  const { rows } = await sql<{ state: string }>`select state from user_message where notice_id = ${id}::uuid`.execute(
    api.db,
  );
  return rows.map(({ state }) => state);
};

describe('contested rule on publication', () => {
  test('blocks Lumen, public statements and statements of reasons until counsel decides, naming the rule', async () => {
    const id = await enforced('IN-MIB-16');
    for (const part of ['/lumen', '/public-statement']) {
      const { unpublishable } = await read(id, part);
      expect(unpublishable).toEqual({
        code: 'contested',
        cure: expect.stringContaining('IT Rules 2021, rule 16'),
      });
    }
    const lumen = await api.post(`/v1/notices/${id}/lumen`, 'reviewer', { title: 'T', subject: 'S', body: 'B' });
    expect([lumen.statusCode, lumen.json().detail]).toEqual([409, expect.stringContaining('rule 16')]);
    const reasons = await api.post(`/v1/notices/${id}/statements`, 'reviewer', FACTS);
    expect([reasons.statusCode, reasons.json().detail]).toEqual([409, expect.stringContaining('rule 16')]);
  });

  test('is decided by counsel only, with a recorded reason', async () => {
    const id = await enforced('IN-MIB-16');
    const body = { topic: 'publication', allow: true };
    expect((await decide(id, body, 'approver')).statusCode).toBe(403);
    expect((await decide(id, { ...body, reason: '' })).statusCode).toBe(422);
    expect((await decide(id, body)).statusCode).toBe(200);
    expect((await read(id, '/lumen')).unpublishable).toBeNull();
    const [rule] = (await read(id)).contested;
    expect(rule).toMatchObject({
      topic: 'publication',
      source: expect.stringContaining('rule 16'),
      decision: { allow: true, reason: 'Counsel’s opinion of 3 May', by: api.people.counsel.id },
    });
    const entries = (await read(id, '/timeline')).items;
    expect(entries.at(-1)).toMatchObject({
      action: 'contested_rule_decided',
      detail: { topic: 'publication', allow: true },
    });
    await decide(id, { topic: 'publication', allow: false });
    expect((await read(id, '/lumen')).unpublishable).toMatchObject({ code: 'contested' });
  });

  test('stops approved but unsent publications and removes the public statement once closed again', async () => {
    const id = await enforced('IN-MIB-16');
    await decide(id, { topic: 'publication', allow: true });
    const approveLast = async (part: string, as: 'approver' | 'counsel') => {
      const [{ version, digest }] = (await read(id, part)).versions;
      return api.post(`/v1/notices/${id}${part}/${version}/approve`, as, { digest });
    };
    await api.post(`/v1/notices/${id}/lumen`, 'reviewer', { title: 'T', subject: 'S', body: 'B' });
    expect((await approveLast('/lumen', 'approver')).statusCode).toBe(200);
    await api.post(`/v1/notices/${id}/public-statement`, 'reviewer', { title: 'T', text: 'What we did.' });
    await approveLast('/public-statement', 'approver');
    expect((await approveLast('/public-statement', 'counsel')).statusCode).toBe(200);
    expect((await api.get(`/statements/${id}`, null)).statusCode).toBe(200);
    await decide(id, { topic: 'publication', allow: false });
    expect((await api.get(`/statements/${id}`, null)).statusCode).toBe(404);
    expect(await takeDueLumen(api.db)).toBeUndefined();
    await decide(id, { topic: 'publication', allow: true });
    expect((await api.get(`/statements/${id}`, null)).statusCode).toBe(200);
    expect(await takeDueLumen(api.db)).toMatchObject({ body: { title: 'T' } });
  });

  test('returns 409 for a decision where the law contests nothing', async () => {
    const id = await enforced('POLICY-DEFAULT');
    expect((await read(id)).contested).toEqual([]);
    expect((await decide(id, { topic: 'publication', allow: true })).statusCode).toBe(409);
    expect((await read(id, '/lumen')).unpublishable).toBeNull();
  });
});

describe('contested rule on user notice', () => {
  test('holds user notices until counsel allows them', async () => {
    const id = await enforced();
    expect(await listMessages(id)).toEqual([]);
    const [target] = (await read(id, '/targets')).items;
    expect(target.userNotice).toMatchObject({ decision: 'after', until: 'counsel_decision', rule: { basis: 'law' } });
    await decide(id, { topic: 'user_notice', allow: true });
    expect(await listMessages(id)).toEqual(['queued', 'queued']);
    expect((await read(id, '/targets')).items[0].userNotice).toMatchObject({ decision: 'now', until: null });
  });

  test('sends no user notice where counsel decides against it', async () => {
    const id = await enforced();
    await decide(id, { topic: 'user_notice', allow: false });
    expect(await listMessages(id)).toEqual([]);
    expect((await read(id, '/targets')).items[0].userNotice).toMatchObject({ decision: 'never' });
  });
});
