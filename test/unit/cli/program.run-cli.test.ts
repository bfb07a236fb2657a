import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { aNotice, FakeDesk, ID, problem, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

describe('exit codes and usage', () => {
  test('rejects an unknown command as wrong usage and suggests the nearest', async () => {
    const { code, err } = await run(desk, ['notices', 'shwo', 'N-2026-000002']);
    expect(code).toBe(2);
    expect(err).toContain('Did you mean show?');
    expect(desk.seen).toHaveLength(0);
  });

  test('suggests the whole command when its group is missing', async () => {
    const { code, err } = await run(desk, ['decide', ID, '--all']);
    expect(code).toBe(2);
    expect(err).toContain('(Did you mean: notices decide?)');
    expect((await run(desk, ['notices', 'promote'])).err).not.toContain('notices promote?');
    expect(desk.seen).toHaveLength(0);
  });

  test.each([
    [[]],
    [['notices']],
    [['notices', 'show']],
    [['notices', 'show', 'nonsense']],
    [['notices', 'list', '--limit', 'many']],
    [['notices', 'list', '--as', 'king']],
    [['notices', 'submit']],
    [['notices', 'decide', ID, '--all', '--to', 'hide', '--ground', 'other']],
    [['notices', 'decide', ID, '--all', '--to', 'withhold', '--ground', 'overbroad']],
    [['notices', 'decide', ID, '--to', 'withhold', '--ground', 'legal_basis_met']],
    [['notices', 'decide', ID, '--all', '--targets', '1', '--to', 'withhold', '--ground', 'legal_basis_met']],
    [['notices', 'decide', ID, '--targets', '5-2', '--to', 'withhold', '--ground', 'legal_basis_met']],
    [['notices', 'submit', '--deadline', 'soon']],
    [['notices', 'link', ID, 'cousin_of', ID]],
    [['notices', 'acknowledge', ID, 'c1', 'two']],
    [['keys', 'create', '--person', ID, '--name', 'x', '--role', 'emperor']],
  ])('exits 2 without a request to the desk: %j', async (args) => {
    const { code, err } = await run(desk, args);
    expect([code, desk.seen.length]).toEqual([2, 0]);
    expect(err).not.toBe('');
  });

  test('exits 0 when help is requested', async () => {
    const { code, out } = await run(desk, ['notices', 'decide', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('Examples:');
  });

  test('has help with an example for every notices command', async () => {
    const { out } = await run(desk, ['notices', '--help']);
    const names = [...out.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const help = await run(desk, ['notices', name, '--help']);
      expect(help.code).toBe(0);
      expect(help.out).toContain(`$ notice-desk notices ${name}`);
    }
  });

  test('prints title, detail, fields and cure of a refusal, and exits 1', async () => {
    const errors = [{ path: '/targets/3/locator', message: 'too long' }];
    desk.answer = () => ({
      status: 422,
      body: problem('validation', 'Not valid', { detail: 'Correct one field.', errors }),
    });
    const { code, err, out } = await run(desk, ['notices', 'submit', '-'], { stdin: '{"kind":"blocking_order"}' });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('Not valid: Correct one field.');
    expect(err).toContain('/targets/3/locator: too long');
  });

  test('suggests another person when a refusal requires one', async () => {
    desk.answer = () => ({ status: 403, body: problem('four-eyes', 'Your own submission') });
    const { err } = await run(desk, ['notices', 'approve', ID, '--submission', '1', '--digest', 'sha256:x']);
    expect(err).toContain('--as approver2');
  });

  test('explains how to start a desk when none is installed', async () => {
    const { code, err } = await run(desk, ['notices', 'list'], { env: { DESK_HOME: join(desk.home, 'nowhere') } });
    expect(code).toBe(1);
    expect(err).toContain('npm start');
  });

  test('explains how to start the desk when the connection is refused', async () => {
    const gone = new FakeDesk();
    await gone.start();
    await gone.stop();
    const { code, err } = await run(desk, ['notices', 'list'], { env: { DESK_URL: gone.url, DESK_KEY: 'k' } });
    expect(code).toBe(1);
    expect(err).toContain(`No desk responds at ${gone.url}`);
    expect(err).toContain('npm start');
  });

  test('prefers DESK_URL and DESK_KEY to desk.json, and then rejects --as', async () => {
    desk.answer = () => ({ body: { items: [], nextCursor: null } });
    const env = { DESK_HOME: desk.home, DESK_URL: `${desk.url}/`, DESK_KEY: 'key-of-me' };
    expect((await run(desk, ['notices', 'list'], { env })).code).toBe(0);
    expect(desk.seen[0]?.as).toBe('me');
    expect((await run(desk, ['notices', 'list', '--as', 'ops'], { env })).code).toBe(2);
  });

  test('reports an answer that is not JSON', async () => {
    const html = (async () => new Response('<html>', { status: 200 })) as typeof globalThis.fetch;
    const { code, err } = await run(desk, ['notices', 'list'], { fetch: html });
    expect(code).toBe(1);
    expect(err).toContain('Does DESK_URL name a Notice Desk?');
  });
});

describe('people of the embedded desk', () => {
  test.each([
    [['notices', 'submit', '-'], 'intake'],
    [['notices', 'list'], 'reviewer'],
    [['notices', 'triage', ID], 'reviewer'],
    [['notices', 'return', ID, '--submission', '1', '--reason', 'x'], 'approver'],
    [['notices', 'reopen', ID, '--reason', 'x'], 'counsel'],
    [['ops', 'alerts'], 'ops'],
    [['keys', 'create', '--person', ID, '--name', 'x', '--role', 'auditor'], 'admin'],
    [['notices', 'list', '--as', 'auditor'], 'auditor'],
  ])('%j acts as %s', async (args, role) => {
    desk.answer = ({ method }) => ({
      body: method === 'GET' ? { items: [], nextCursor: null } : aNotice({ key: 'secret' }),
    });
    const { code, err } = await run(desk, args, { stdin: '{"kind":"request"}' });
    expect([code, err]).toEqual([0, '']);
    expect(desk.seen.map(({ as }) => as)).toEqual([role]);
  });
});

describe('retries of a command', () => {
  test('repeat a lost request under the same idempotency key', async () => {
    let tries = 0;
    desk.answer = () => ((tries += 1) < 3 ? { drop: true } : { body: aNotice() });
    const { code } = await run(desk, ['notices', 'claim', ID]);
    expect(code).toBe(0);
    expect(desk.seen.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['id-1', 'id-1', 'id-1']);
  });

  test('wait as long as Retry-After says after 503 and 429', async () => {
    const answers = [
      { status: 503, headers: { 'retry-after': '3' }, body: problem('engine-unavailable', 'Engine away') },
      { status: 429, headers: { 'retry-after': '7' }, body: problem('rate-limited', 'Too many') },
      { body: aNotice() },
    ];
    desk.answer = () => answers.shift() ?? {};
    const { code, slept } = await run(desk, ['notices', 'claim', ID, '--idempotency-key', 'mine']);
    expect([code, slept]).toEqual([0, [3000, 7000]]);
    expect(new Set(desk.seen.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set(['mine']));
  });

  test('end after six tries with how to repeat the command safely', async () => {
    desk.answer = () => ({
      status: 503,
      headers: { 'retry-after': '1' },
      body: problem('engine-unavailable', 'Engine away'),
    });
    const { code, err } = await run(desk, ['notices', 'claim', ID]);
    expect(code).toBe(1);
    expect(desk.seen).toHaveLength(6);
    expect(err).toContain('--idempotency-key id-1');
  });

  test('do not wait longer than a minute', async () => {
    desk.answer = () => ({
      status: 429,
      headers: { 'retry-after': '3600' },
      body: problem('rate-limited', 'Too many'),
    });
    expect((await run(desk, ['notices', 'claim', ID])).slept).toEqual([]);
  });

  test('do not repeat other refusals', async () => {
    desk.answer = () => ({ status: 409, body: problem('illegal-transition', 'Not now') });
    await run(desk, ['notices', 'claim', ID]);
    expect(desk.seen).toHaveLength(1);
  });
});
