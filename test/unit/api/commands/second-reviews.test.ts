import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { unzip } from '../../../support/unzip.js';

let api: ApiHarness;
let reviewer2: HarnessPerson;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine, { secondReviewPercent: 10 });
  reviewer2 = await api.addPerson('Reviewer2', ['reviewer']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const send = (id: string, command: string, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);
const WITHHOLD = { action: 'withhold', grounds: ['legal_basis_met'] };
const LABEL = { action: 'label', grounds: ['legal_basis_met'] };

async function aDraft(count: number, prefix: string): Promise<string> {
  const targets = Array.from({ length: count }, (_, no) => ({ type: 'account', locator: `@${prefix}${no}` }));
  const { id } = await api.receive({ targets });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await send(id, 'triage', {});
  await send(id, 'decide', { select: { all: true }, ...WITHHOLD });
  return id;
}

async function toRead(id: string, as: Who = reviewer2): Promise<number[]> {
  const answer = await api.get(`/v1/notices/${id}/second-reviews?limit=200`, as);
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return answer.json().items.map(({ no }: { no: number }) => no);
}
const read = async (id: string, targets: number[], what: object, as: Who = reviewer2) =>
  (await send(id, 'second-review', { targets, ...what }, as)).json();
const refusal = async (id: string) => (await send(id, 'submit', {})).json().detail as string;

describe('second reviews', () => {
  test('require a blind second review of a tenth of the acting drafts before submission', async () => {
    const id = await aDraft(50, 's');
    const sampled = await toRead(id);
    expect(sampled).toHaveLength(5);
    expect(await toRead(id)).toEqual(sampled);
    expect(await toRead(id, 'reviewer')).toEqual([]);
    const [row] = (await api.get(`/v1/notices/${id}/second-reviews`, reviewer2)).json().items;
    expect(Object.keys(row)).toEqual([
      'no',
      'type',
      'locator',
      'note',
      'platformId',
      'protectedClass',
      'flags',
      'problem',
    ]);
    expect(await refusal(id)).toContain('5 targets wait for a second review');
    const { result } = await read(id, [...sampled, ...[1, 2, 3].filter((no) => !sampled.includes(no))], WITHHOLD);
    expect(result).toMatchObject({ read: 5, agree: 5, disagree: [] });
    expect(await toRead(id)).toEqual([]);
    expect((await send(id, 'submit', {})).statusCode).toBe(200);
  });

  test('hide conversations about a target until it is reviewed', async () => {
    const id = await aDraft(10, 'talk');
    const [no] = await toRead(id);
    const talk = { targets: [no], text: 'It is withheld.', mentions: [reviewer2.id] };
    expect((await api.post(`/v1/notices/${id}/conversations`, 'approver', talk)).statusCode).toBe(201);
    const shown = async () => (await api.get(`/v1/notices/${id}/conversations?count=true`, reviewer2)).json();
    expect(await shown()).toEqual({ items: [], nextCursor: null, total: 0 });
    const path = `/v1/notices/${id}/conversations`;
    expect((await api.post(`${path}/1/comments`, reviewer2, { text: 'Is it?' })).statusCode).toBe(404);
    expect((await api.post(path, reviewer2, { targets: [no], text: 'What is it?' })).statusCode).toBe(422);
    await read(id, [no ?? 0], WITHHOLD);
    expect((await shown()).total).toBe(1);
  });

  test('are counted in the result of a decision and of its preview', async () => {
    const id = await aDraft(25, 'p');
    const decide = async (select: object, what: object, preview: boolean) =>
      (await send(id, 'decide', { select, ...what, preview })).json().result.secondReviews;
    const REFUSE = { action: 'push_back', grounds: ['overbroad'] };
    for (const [select, what, expected] of [
      [{ all: true }, LABEL, 3],
      [{ ranges: [[1, 6]] }, REFUSE, 2],
      [{ ranges: [[1, 3]] }, WITHHOLD, 3],
      [{ all: true }, REFUSE, 0],
    ] as const) {
      expect(await decide(select, what, true)).toBe(expected);
      expect(await decide(select, what, false)).toBe(expected);
      expect(await toRead(id)).toHaveLength(expected);
    }
  });

  test('hide the decision from eligible second reviewers in every target list', async () => {
    const id = await aDraft(10, 'b');
    await send(id, 'decide', { select: { targets: [1] }, action: 'push_back', grounds: ['overbroad'] });
    const [no = 0] = await toRead(id);
    type Target = { no: number; blind: boolean; decision: { action: string } | null };
    const list = async (as: Who, query = ''): Promise<Target[]> =>
      (await api.get(`/v1/notices/${id}/targets${query}`, as)).json().items;
    const shown = async (as: Who) => (await list(as)).find((target) => target.no === no);
    expect(await shown(reviewer2)).toMatchObject({ blind: true, decision: null, status: 'drafted' });
    for (const as of ['reviewer', 'approver', 'auditor'] as const)
      expect(await shown(as)).toMatchObject({ blind: false, decision: { action: 'withhold' } });
    expect((await list(reviewer2)).filter(({ decision }) => decision !== null)).toHaveLength(9);
    const byAction = (await api.get(`/v1/notices/${id}/targets?action=withhold&count=true`, reviewer2)).json();
    expect([byAction.items.some((target: Target) => target.no === no), byAction.total]).toEqual([false, 8]);
    expect(await list('reviewer', '?action=withhold')).toHaveLength(9);
    const readHistory = async (as: Who) => (await api.get(`/v1/notices/${id}/targets/${no}/history`, as)).body;
    expect(await readHistory(reviewer2)).not.toContain('withhold');
    expect(await readHistory('reviewer')).toContain('withhold');
    await read(id, [no], LABEL);
    expect(await shown(reviewer2)).toMatchObject({ blind: false, decision: { action: 'withhold' } });
  });

  test('hide the decision in timeline and bundle from eligible second reviewers until they are done', async () => {
    const id = await aDraft(20, 'notified');
    const decided = async (as: Who) => {
      const { items } = (await api.get(`/v1/notices/${id}/timeline?limit=200`, as)).json();
      return items.find(({ action }: { action: string }) => action === 'decide').detail;
    };
    expect(await decided('reviewer')).toMatchObject({ action: 'withhold', grounds: ['legal_basis_met'], matched: 20 });
    expect(await decided('auditor')).toMatchObject({ action: 'withhold' });
    expect(await decided(reviewer2)).toEqual({ matched: 20, changed: 20, batch: expect.any(Number), unseen: true });
    const bundle = await api.get(`/v1/notices/${id}/bundle`, reviewer2);
    expect(String((await unzip(bundle.rawPayload)).get('timeline.ndjson'))).not.toContain('legal_basis_met');
    await read(id, await toRead(id), WITHHOLD);
    expect(await decided(reviewer2)).toMatchObject({ action: 'withhold', matched: 20 });
  });

  test('exclude the decider’s own drafts, and allow one review per target', async () => {
    const id = await aDraft(10, 't');
    const [no = 0] = await toRead(id);
    expect((await read(id, [no], WITHHOLD, 'reviewer')).result).toMatchObject({ read: 0, skipped: [no] });
    expect((await read(id, [no], WITHHOLD)).result).toMatchObject({ read: 1 });
    expect((await read(id, [no], LABEL)).result).toMatchObject({ read: 0, skipped: [no] });
    expect((await read(id, [no], LABEL, 'counsel')).result).toMatchObject({ read: 0 });
    expect((await send(id, 'second-review', { targets: [no], ...WITHHOLD }, 'approver')).statusCode).toBe(403);
    expect((await api.get(`/v1/notices/${id}/second-reviews`, 'approver')).statusCode).toBe(403);
  });

  test('are settled after a disagreement by deciding as the second reviewer did', async () => {
    const id = await aDraft(10, 'u');
    const [no = 0] = await toRead(id);
    expect((await read(id, [no], LABEL)).result).toMatchObject({ disagree: [no] });
    expect(await refusal(id)).toContain('1 differ from the second review');
    expect(await toRead(id)).toEqual([]);
    await send(id, 'decide', { select: { targets: [no] }, ...LABEL });
    expect((await send(id, 'submit', {})).statusCode).toBe(200);
  });

  test('are settled after a disagreement by a new second review of a different decision', async () => {
    const id = await aDraft(10, 'v');
    const [no = 0] = await toRead(id);
    await read(id, [no], LABEL);
    await send(id, 'decide', { select: { targets: [no] }, action: 'preserve', grounds: ['legal_basis_met'] });
    expect(await refusal(id)).toContain('1 targets wait for a second review');
    expect(await toRead(id)).toEqual([no]);
    await read(id, [no], { action: 'preserve', grounds: ['legal_basis_met'] });
    expect((await send(id, 'submit', {})).statusCode).toBe(200);
  });

  test('require another reviewer if the second reviewer makes the decision', async () => {
    const id = await aDraft(10, 'w');
    const [no = 0] = await toRead(id);
    await read(id, [no], LABEL);
    await send(id, 'decide', { select: { targets: [no] }, ...LABEL }, reviewer2);
    expect(await refusal(id)).toContain('1 targets wait for a second review');
    expect(await toRead(id, reviewer2)).toEqual([]);
    expect(await toRead(id, 'reviewer')).toEqual([no]);
    await read(id, [no], LABEL, 'reviewer');
    expect((await send(id, 'submit', {})).statusCode).toBe(200);
  });

  test('are not needed for decisions that do not act, and cover a single acting target', async () => {
    const id = await aDraft(3, 'x');
    expect(await toRead(id)).toHaveLength(1);
    await send(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });
    expect(await toRead(id)).toEqual([]);
    expect((await send(id, 'submit', {})).statusCode).toBe(200);
  });

  test('reveal the seed of the sample in no answer', async () => {
    const id = await aDraft(2, 'y');
    const { rows } = await sql<{
      seed: string;
    }>`select second_review_seed as seed from notice where id = ${id}::uuid`.execute(api.db);
    for (const path of ['', '/targets', '/second-reviews', '/timeline', '/targets/1/history']) {
      expect((await api.get(`/v1/notices/${id}${path}`, 'counsel')).body).not.toContain(rows[0]?.seed);
    }
  });
});
