import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDesk, ID, problem, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

const CHANGE = {
  id: ID,
  kind: 'person',
  state: 'pending',
  subject: { id: 'p1', name: 'Rita' },
  before: { id: 'p1', name: 'Rita', email: 'rita@desk.example', roles: ['reviewer'], active: true },
  after: { id: 'p1', name: 'Rita', email: 'rita@desk.example', roles: ['reviewer', 'approver'], active: true },
  requestedBy: { id: 'a1', name: 'Admin' },
  requestedAt: '2026-03-01T11:00:00.000Z',
  expiresAt: '2026-03-08T11:00:00.000Z',
  decidedBy: null,
  decidedAt: null,
  effectiveAt: null,
  reason: null,
};

describe('changes commands', () => {
  test('list shows pending changes, filtered by state', async () => {
    desk.answer = () => ({ body: { items: [CHANGE], nextCursor: null } });
    const { code, out } = await run(desk, ['changes', 'list', '--state', 'pending']);
    expect(code).toBe(0);
    expect(out).toContain('Rita');
    expect(desk.seen[0]).toMatchObject({ path: '/v1/changes', query: { state: 'pending' }, as: 'counsel' });
    expect((await run(desk, ['changes', 'list', '--state', 'odd'])).code).toBe(2);
  });

  test('show prints only what differs, before and after', async () => {
    desk.answer = () => ({ body: CHANGE });
    const { out } = await run(desk, ['changes', 'show', ID]);
    expect(out).toContain('roles: ["reviewer"] -> ["reviewer","approver"]');
    expect(out).not.toContain('email');
  });

  test.each(['confirm', 'refuse'])('%s sends the reason', async (word) => {
    desk.answer = () => ({ body: CHANGE });
    await run(desk, ['changes', word, ID, '--reason', 'seen']);
    expect(desk.seen[0]).toMatchObject({
      method: 'POST',
      path: `/v1/changes/${ID}/${word}`,
      body: { reason: 'seen' },
    });
  });

  test('confirm explains how the owner claims a confirmed key', async () => {
    desk.answer = () => ({ body: { ...CHANGE, kind: 'key', state: 'confirmed' } });
    const { out } = await run(desk, ['changes', 'confirm', ID]);
    expect(out).toContain(`Rita can get the key once, within 24 hours: notice-desk keys claim ${ID}`);
  });

  test('confirm of one’s own change is refused with the cure', async () => {
    desk.answer = () => ({
      status: 403,
      body: problem('four-eyes', 'Another person must do this', { detail: 'Ask another.' }),
    });
    const { code, err } = await run(desk, ['changes', 'confirm', ID, '--as', 'admin']);
    expect(code).toBe(1);
    expect(err).toContain('Ask another.');
  });
});

test('ops parts shows the canary by its last run or its present step', async () => {
  const detail =
    'The canary of 2026-03-01T10:00:00.000Z has not finished: at step enforcement since 2026-03-01T10:01:00.000Z.';
  const canary = { name: 'canary', state: 'down', since: '2026-03-01T10:02:00.000Z', detail };
  desk.answer = () => ({ body: { ready: true, parts: [canary] } });
  const { code, out } = await run(desk, ['ops', 'parts']);
  expect([code, desk.seen[0]?.path]).toEqual([0, '/readyz']);
  expect(out).toMatch(/PART.*STATE.*FOR.*HOW\n.*canary.*down.*at step enforcement/);
});

describe('action that waits for a second person', () => {
  const waiting = { status: 202, body: { change: ID, state: 'pending' } };

  test.each([
    [['keys', 'create', '--person', ID, '--name', 'x', '--role', 'ops'], '/v1/keys'],
    [['people', 'save', '--name', 'Rita', '--email', 'r@desk.example', '--role', 'approver,reviewer'], '/v1/people'],
    [['people', 'absence', ID, '--until', '2026-12-24T18:00:00Z', '--substitute', ID], `/v1/people/${ID}/absence`],
  ])('prints the confirm command for %j', async (args, path) => {
    desk.answer = () => waiting;
    const { code, out } = await run(desk, args);
    expect([code, desk.seen[0]?.path]).toEqual([0, path]);
    expect(out).toContain(`notice-desk changes confirm ${ID}`);
  });

  test('people save names a person saved immediately with their roles', async () => {
    desk.answer = () => ({ status: 201, body: { id: ID, name: 'Rita', roles: ['counsel'], active: true } });
    const args = ['people', 'save', '--name', 'Rita', '--email', 'r@desk.example', '--role', 'counsel'];
    const { out } = await run(desk, args);
    expect(desk.seen[0]?.body).toEqual({ name: 'Rita', email: 'r@desk.example', roles: ['counsel'], active: true });
    expect(out).toBe('Rita: counsel\n');
  });
});

describe('authorities commands: an entry of the directory', () => {
  const entry = {
    id: 'in-meity',
    name: 'Ministry of Electronics',
    country: 'IN',
    kind: 'ministry',
    contacts: [{ purpose: 'letters', email: 'letters@meity.gov.in' }],
    domains: ['meity.gov.in'],
    signers: [],
    verification: 'verified',
    statusUpdates: null,
  };
  const answering = (reply: { status: number; body: object }) => {
    desk.answer = ({ method }) => (method === 'GET' ? { body: { items: [entry], nextCursor: null } } : reply);
  };

  test('save sends the whole entry with the given changes, and waits for a second person', async () => {
    answering({ status: 202, body: { change: ID, state: 'pending' } });
    const { code, out } = await run(desk, ['authorities', 'save', 'in-meity', '--status-updates', '2:business_day']);
    expect(code).toBe(0);
    expect(desk.seen.at(-1)).toMatchObject({
      method: 'POST',
      path: '/v1/authorities',
      body: { ...entry, statusUpdates: { amount: 2, unit: 'business_day' } },
      as: 'admin',
    });
    expect(out).toContain(`notice-desk changes confirm ${ID}`);
  });

  test('save reads contacts and signers from a file, and removes a cadence by never', async () => {
    answering({ status: 200, body: { ...entry, contacts: [] } });
    const args = ['authorities', 'save', 'in-meity', '--status-updates', 'never', '--entry', '-'];
    const { out } = await run(desk, args, { stdin: '{"contacts": []}' });
    expect(desk.seen.at(-1)?.body).toEqual({ ...entry, contacts: [] });
    expect(out).toContain('status updates: never');
    const refused = await Promise.all([
      run(desk, args, { stdin: '[]' }),
      run(desk, ['authorities', 'save', 'in-meity', '--status-updates', '2:years']),
    ]);
    expect(refused.map(({ code }) => code)).toEqual([2, 2]);
  });

  test('show prints how an authority is reached, and fails for an unknown one', async () => {
    answering({ status: 200, body: {} });
    const { out } = await run(desk, ['authorities', 'show', 'in-meity']);
    expect(out).toContain('letters: letters@meity.gov.in');
    expect((await run(desk, ['authorities', 'show', 'nobody'])).code).toBe(1);
  });
});

describe('keys commands', () => {
  test('claim sends the change as the owner of the key', async () => {
    desk.answer = () => ({ status: 201, body: { key: 'nd_made' } });
    const { out } = await run(desk, ['keys', 'claim', ID, '--as', 'reviewer']);
    expect(out).toBe('nd_made\nIt is not shown again.\n');
    expect(desk.seen[0]).toMatchObject({ path: '/v1/keys/claim', body: { change: ID }, as: 'reviewer' });
  });

  test('list shows expiry and last use of each key', async () => {
    const key = { id: 'a', personName: 'Rita', name: 'export', roles: ['ops'], speaksFor: [], revokedAt: null };
    const rows = [
      { ...key, expiresAt: '2026-03-05T00:00:00.000Z', lastUsedAt: '2026-03-01T00:00:00.000Z', endsSoon: true },
      { ...key, expiresAt: null, lastUsedAt: null, endsSoon: false },
    ];
    desk.answer = () => ({ body: { items: rows, nextCursor: null } });
    const { out } = await run(desk, ['keys', 'list']);
    expect(out).toContain('2026-03-05T00:00:00.000Z (soon)');
    expect(out).toMatch(/never\s+never/);
  });
});
