import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

let api: ApiHarness;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
});
afterAll(() => api.close());

const answer = (text: string) => ({ answer: 'no', reason: text });
const ANSWERS = {
  less_intrusive: answer('A label was tried.'),
  narrowest: answer('One post.'),
  outweighed: answer('Violence.'),
};
const ACT = { action: 'withhold', grounds: ['legal_basis_met'] };

async function aNotice(patch: Record<string, unknown> = {}) {
  const targets = ['one', 'two', 'three'].map((name) => ({ type: 'account', locator: `@${name}` }));
  const { id } = await api.receive({ targets, ...patch });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await sql`update target set protected_class = 'press' where notice_id = ${id}::uuid and no = 1`.execute(api.db);
  await send(id, 'triage', { authenticity: 'channel_verified' });
  return id;
}
const send = (id: string, command: string, body: object, as: 'reviewer' | 'approver' = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);
const necessity = async (id: string, query = '') =>
  (await api.get(`/v1/notices/${id}/necessity${query}`, 'approver')).json();

const risks = async (id: string): Promise<string[]> =>
  (await api.get(`/v1/notices/${id}`, 'approver')).json().submission.risks;

describe('necessity and proportion', () => {
  test('asks nothing while no protected target is acted on', async () => {
    const id = await aNotice();
    await send(id, 'decide', { select: { targets: [2, 3] }, ...ACT });
    expect(await necessity(id)).toEqual({ required: [], current: true, answered: null });
  });

  test('asks for protected targets, again once a decision changes, and hands the answers to the approver', async () => {
    const id = await aNotice();
    await send(id, 'decide', { select: { all: true }, ...ACT });
    const required = [{ because: 'protected_class', targets: 1, source: null }];
    expect(await necessity(id)).toMatchObject({ required, current: false, answered: null });
    expect((await send(id, 'necessity', ANSWERS)).json()).toMatchObject({ required, current: true });
    await send(id, 'decide', { select: { targets: [2] }, action: 'label', grounds: ['legal_basis_met'] });
    expect((await necessity(id)).current).toBe(true);
    await send(id, 'decide', { select: { targets: [1] }, action: 'label', grounds: ['legal_basis_met'] });
    expect((await necessity(id)).current).toBe(false);
    await send(id, 'necessity', { ...ANSWERS, outweighed: { answer: 'yes', reason: 'Weighed again.' } });
    expect((await send(id, 'submit', {})).statusCode).toBe(200);
    const submitted = await necessity(id, '?submission=1');
    expect(submitted).toMatchObject({ required, current: true, answered: { byName: 'reviewer' } });
    expect(submitted.answered.answers.map(({ question }: { question: string }) => question)).toEqual([
      'less_intrusive',
      'narrowest',
      'outweighed',
    ]);
    expect(await risks(id)).not.toContain('necessity_unanswered');
    expect(submitted.answered.answers[2]).toMatchObject({ answer: 'yes', reason: 'Weighed again.' });
    const timeline = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json().items;
    expect(timeline.map(({ action }: { action: string }) => action)).toContain('necessity_answered');
  });

  test('shows an approver that nothing was answered', async () => {
    const id = await aNotice();
    await send(id, 'decide', { select: { all: true }, ...ACT });
    await send(id, 'submit', {});
    expect(await necessity(id, '?submission=1')).toMatchObject({ current: false, answered: null });
    expect(await risks(id)).toContain('necessity_unanswered');
  });

  test('warns the approver of answers that were given before a decision changed', async () => {
    const id = await aNotice();
    await send(id, 'decide', { select: { all: true }, ...ACT });
    await send(id, 'necessity', ANSWERS);
    await send(id, 'decide', { select: { targets: [1] }, action: 'label', grounds: ['legal_basis_met'] });
    await send(id, 'submit', {});
    expect(await risks(id)).toContain('necessity_unanswered');
  });

  test('warns of nothing where no rule asks', async () => {
    const id = await aNotice();
    await send(id, 'decide', { select: { targets: [2, 3] }, ...ACT });
    await send(id, 'decide', { select: { targets: [1] }, action: 'push_back', grounds: ['protected_speech'] });
    await send(id, 'submit', {});
    expect(await risks(id)).not.toContain('necessity_unanswered');
  });

  test.each([
    ['two answers', { less_intrusive: ANSWERS.less_intrusive, narrowest: ANSWERS.narrowest }],
    ['an answer without a reason', { ...ANSWERS, narrowest: { answer: 'no', reason: '' } }],
    ['another answer', { ...ANSWERS, narrowest: { answer: 'maybe', reason: 'x' } }],
    ['another question', { ...ANSWERS, popular: answer('x') }],
  ])('rejects %s', async (_, body) => {
    expect((await send(await aNotice(), 'necessity', body)).statusCode).toBe(422);
  });

  test('lets only those who decide answer', async () => {
    expect((await send(await aNotice(), 'necessity', ANSWERS, 'approver')).statusCode).toBe(403);
  });
});
