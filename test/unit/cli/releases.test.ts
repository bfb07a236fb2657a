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

describe('releases check', () => {
  const done = {
    state: 'passed',
    by: { id: '1', name: 'Rita' },
    requestedAt: at,
    finishedAt: at,
    digest: 'ab'.repeat(32),
    notices: 41,
    differing: [],
    msEach: 3.5,
  };
  /** Answers `check` in turn for each look at the list. */
  const answer = (...checks: unknown[]) => {
    desk.answer = ({ method }) =>
      method === 'POST'
        ? { status: 202, body: { build: '0.2.0-bb', ...done, state: 'running' } }
        : {
            body: {
              items: [{ build: '0.2.0-bb', check: checks.length > 1 ? checks.shift() : checks[0] }],
              unversioned: 0,
            },
          };
  };

  test('waits for the result and prints its cost', async () => {
    answer({ ...done, state: 'running' }, done);
    const { out, code } = await run(desk, ['releases', 'check', '0.2.0-bb']);
    expect([code, out]).toEqual([
      0,
      '0.2.0-bb fits them all: 41 open notices replayed, 3.5 ms each; workflow code abababababab\n',
    ]);
    expect(desk.seen[0]).toMatchObject({ path: '/v1/ops/releases/check', as: 'ops', body: { build: '0.2.0-bb' } });
  });

  test('takes the newest release without a name', async () => {
    answer(done);
    expect((await run(desk, ['releases', 'check', '--json'])).out).toContain('"build":"0.2.0-bb"');
  });

  test('fails if a notice does not fit, and names it', async () => {
    answer({ ...done, state: 'differs', differing: ['ND-7'] });
    const { out, err, code } = await run(desk, ['releases', 'check', '0.2.0-bb']);
    expect(code).toBe(1);
    expect(out).toContain('0.2.0-bb does not fit the history of every open notice: ND-7');
    expect(err).toContain('0.2.0-bb cannot be promoted.');
  });

  test('fails if the check ends without a result', async () => {
    answer(null);
    const { err, code } = await run(desk, ['releases', 'check', '0.2.0-bb']);
    expect([code, err]).toEqual([1, expect.stringContaining('ended without a result')]);
  });

  test('passes on that Temporal is away', async () => {
    const body = {
      type: 'urn:notice-desk:problem:unavailable',
      title: 'Unavailable',
      status: 503,
      detail: 'The engine does not respond.',
    };
    desk.answer = () => ({ status: 503, body });
    const { err, code } = await run(desk, ['releases', 'check', '0.2.0-bb']);
    expect([code, err]).toEqual([1, expect.stringContaining('The engine does not respond.')]);
  });
});
