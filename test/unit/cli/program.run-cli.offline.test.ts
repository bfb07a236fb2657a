import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FakeDesk, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

describe('offline commands', () => {
  const nowhere = { env: { DESK_HOME: '/nonexistent' } };

  test('permissions prints the permission table of the code', async () => {
    const { out } = await run(desk, ['permissions'], nowhere);
    expect(out).toMatch(/approve\s+-\s+-\s+yes\s+yes\s+-\s+-\s+-/);
  });

  test('clock verify prints valid, or the differences and exits 1', async () => {
    const receipt = {
      zone: 'Asia/Kolkata',
      facts: { received: '2026-02-19T18:20:00.000Z' },
      rule: { countsFrom: 'received', amount: 36, unit: 'hour' },
      working: [] as string[],
    };
    const clock = { dueAt: '2026-02-21T06:20:00.000Z', receipt };
    const moved = { ...clock, dueAt: '2026-02-21T07:20:00.000Z' };
    const say = (stored: unknown) =>
      run(desk, ['clock', 'verify', '-', '--json'], { ...nowhere, stdin: JSON.stringify(stored) });
    const differences = (JSON.parse((await say(clock)).out) as { differences: string[] }).differences;
    receipt.working = differences.map((line) => /computed "(.*)"$/.exec(line)?.[1] ?? '');
    expect(await say(clock)).toMatchObject({ code: 0, out: '{"valid":true,"differences":[]}\n' });
    expect(await say(moved)).toMatchObject({ code: 1, out: expect.stringContaining('dueAt: stored') });
  });

  test('clock compute splits lines at line feeds only', async () => {
    const stdin = '\uFEFF{"id":"a\u2028b"}\r\n{"id":"é"}';
    const { out } = await run(desk, ['clock', 'compute'], { ...nowhere, stdin });
    const ids = out
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).toEqual(['a\u2028b', 'é']);
  });

  test('clock compute answers line by line and exits 1 if a line was bad', async () => {
    const good = {
      id: 'c1',
      zone: 'Asia/Kolkata',
      start: '2026-02-19T23:50:00+05:30',
      rule: { amount: 36, unit: 'hour' },
    };
    const stdin = `${JSON.stringify(good)}\n\nnot json\n${JSON.stringify({ ...good, id: 'c2' })}`;
    const { code, out } = await run(desk, ['clock', 'compute'], { ...nowhere, stdin });
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ id }) => id)).toEqual(['c1', null, 'c2']);
    expect(lines[0]).toMatchObject({ dueAt: '2026-02-21T06:20:00.000Z', state: 'running' });
    expect(code).toBe(1);
    expect((await run(desk, ['clock', 'compute'], { ...nowhere, stdin: JSON.stringify(good) })).code).toBe(0);
  });
});
