import { expect, test } from '@jest/globals';
import { deskOfFile, ID, run } from '../../support/fake-desk.js';

const desk = deskOfFile();

const answer = (body: object, status = 200) => {
  desk.answer = () => ({ status, body });
};

test('retention preview lists what is erased when, and what blocks it', async () => {
  const kinds = [{ kind: 'documents', period: 'P10Y', dueAt: '2031-02-01T00:00:00.000Z' }];
  answer({
    items: [{ number: 'N-2021-000001', closedAt: '2021-02-01T00:00:00.000Z', kinds, stop: 'held' }],
    nextCursor: null,
  });
  const { code, out } = await run(desk, ['retention', 'preview']);
  expect(code).toBe(0);
  expect(out).toContain('documents 2031-02-01T00:00:00.000Z');
  expect(out).toContain('it is under a legal hold');
  expect(desk.seen[0]).toMatchObject({ path: '/v1/retention', as: 'counsel' });
});

test('retention run lists what was erased', async () => {
  answer({
    items: [{ number: 'N-2021-000001', kinds: [{ kind: 'documents', period: 'P10Y', counts: { documents: 1 } }] }],
  });
  const { out } = await run(desk, ['retention', 'run']);
  expect(out).toBe('N-2021-000001  documents (P10Y)\n');
  expect(desk.seen[0]).toMatchObject({ method: 'POST', path: '/v1/retention/run', body: {} });
  answer({ items: [] });
  expect((await run(desk, ['retention', 'run'])).out).toBe('Nothing is due.\n');
});

test('retention rules shows a rule without a period as for good', async () => {
  answer({
    items: [{ kind: 'texts', period: null, starts: 'closing', erased: 'notes', kept: 'who' }],
    nextCursor: null,
  });
  expect((await run(desk, ['retention', 'rules'])).out).toContain('permanently');
});

test.each([
  ['hold', 'held', 'under a legal hold'],
  ['lift-hold', 'lift_requested', 'must agree'],
  ['lift-hold', 'lifted', 'no longer under a legal hold'],
])('notices %s reports that the notice is %s', async (word, state, said) => {
  answer({ notice: ID, state });
  const { out } = await run(desk, ['notices', word, ID, '--reason', 'Litigation']);
  expect(out).toContain(said);
  expect(desk.seen.at(-1)).toMatchObject({
    method: 'POST',
    path: `/v1/notices/${ID}/${word}`,
    body: { reason: 'Litigation' },
  });
});

test('people erase waits for a second person', async () => {
  answer({ change: ID, state: 'pending' }, 202);
  const { out } = await run(desk, ['people', 'erase', ID]);
  expect(out).toContain(`changes confirm ${ID}`);
  expect(desk.seen[0]).toMatchObject({ method: 'POST', path: `/v1/people/${ID}/erase` });
});
