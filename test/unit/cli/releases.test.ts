import { describe, expect, test } from '@jest/globals';
import { deskOfFile, run } from '../../support/fake-desk.js';

const desk = deskOfFile();
const at = '2026-11-28T10:00:00.000Z';

test('releases list marks the current release and counts notices on none', async () => {
  const items = [
    {
      build: '0.2.0-bb',
      state: 'waiting',
      open: 0,
      served: ['enforcement', 'notices'],
      heardAt: at,
      request: { by: { name: 'Rita' } },
    },
    { build: '0.1.0-aa', state: 'current', open: 41, served: [], heardAt: null, request: null },
  ];
  desk.answer = () => ({ body: { items, unversioned: 3 } });
  const { out } = await run(desk, ['releases', 'list']);
  expect(out).toMatch(/0\.2\.0-bb\s+waiting\s+0\s+enforcement, notices/);
  expect(out).toMatch(/0\.1\.0-aa\s+current\s+41/);
  expect(out).toContain('3 open notices are on none: they move with their next command.');
  expect(desk.seen[0]).toMatchObject({ path: '/v1/ops/releases', as: 'ops' });
});

describe('releases commands', () => {
  const promotion = { build: '0.2.0-bb', before: '0.1.0-aa', state: 'requested', changed: true, requestedBy: 'Rita' };

  test('promote sends a reason and prints how to confirm', async () => {
    desk.answer = () => ({ status: 202, body: promotion });
    const { out } = await run(desk, ['releases', 'promote', '0.2.0-bb', '--reason', 'Tried']);
    expect(out).toContain('notice-desk releases confirm 0.2.0-bb');
    expect(desk.seen[0]).toMatchObject({
      method: 'POST',
      path: '/v1/ops/releases/promote',
      as: 'ops',
      body: { build: '0.2.0-bb', reason: 'Tried' },
    });
  });

  test('confirm prints which release was replaced', async () => {
    const body = { ...promotion, state: 'current', requestedBy: null };
    desk.answer = () => ({ body });
    const confirm = async () => (await run(desk, ['releases', 'confirm', '0.2.0-bb'])).out;
    expect(await confirm()).toBe('0.2.0-bb is current; previously 0.1.0-aa\n');
    expect(desk.seen[0]).toMatchObject({ path: '/v1/ops/releases/confirm', as: 'admin', body: { build: '0.2.0-bb' } });
    body.changed = false;
    expect(await confirm()).toBe('0.2.0-bb is already current\n');
  });
});
