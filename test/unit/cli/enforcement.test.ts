import { expect, test } from '@jest/globals';
import { aNotice, deskOfFile, ID, NOW_MS, problem, run } from '../../support/fake-desk.js';

const desk = deskOfFile();

const inSeconds = (seconds: number) => new Date(NOW_MS + seconds * 1000).toISOString();

function progress(pending: number, extra: Record<string, unknown> = {}) {
  const finishedAt = pending === 0 ? inSeconds(10) : null;
  const counts = { submission: 2, total: 900, applied: 900 - pending, already: 0, failed: 0, refused: 0, pending };
  return { ...counts, startedAt: inSeconds(0), finishedAt, rate: 90, etaAt: null, paused: null, proof: null, ...extra };
}

test('enforcement shows progress, rate, expected end, and who paused it', async () => {
  desk.answer = () => ({ body: progress(450, { etaAt: inSeconds(5) }) });
  expect((await run(desk, ['notices', 'enforcement', ID])).out).toBe(
    'submission 2  450 of 900 targets  90 a second  done in 5 s\n',
  );
  desk.answer = () => ({
    body: progress(450, { rate: 0, paused: { by: 'Ops Demo', reason: 'Wait.', since: inSeconds(0) } }),
  });
  expect((await run(desk, ['notices', 'enforcement', ID])).out).toContain('paused by Ops Demo: Wait.');
  const proof = { at: inSeconds(11), proven: 898, mismatch: 2, unread: 0, withoutState: 0 };
  desk.answer = () => ({ body: progress(0, { proof }) });
  expect((await run(desk, ['notices', 'enforcement', ID])).out).toContain(
    'finished  898 verified, 2 differ on the platform',
  );
});

test('enforcement --watch prints one line a change and ends with the submission', async () => {
  const pending = [900, 900, 450, 0];
  desk.answer = () => ({ body: progress(pending.shift() ?? 0) });
  const { code, out, slept } = await run(desk, ['notices', 'enforcement', ID, '--watch', '--submission', '2']);
  expect([code, slept.length]).toEqual([0, 3]);
  expect(out.trimEnd().split('\n')).toEqual([
    'submission 2  0 of 900 targets',
    'submission 2  450 of 900 targets',
    'submission 2  900 of 900 targets  finished',
  ]);
  expect(desk.seen[0]).toMatchObject({ path: `/v1/notices/${ID}/enforcement`, query: { submission: '2' } });
});

test('repair acts as ops on one target or all, and prints what it repaired', async () => {
  desk.answer = () => ({ body: aNotice({ result: { action: 'retry', submission: 1, targets: 3 } }) });
  const { out } = await run(desk, ['ops', 'repair', ID, 'retry', '--target', '17', '--reason', 'Mended']);
  expect(out).toBe('N-2026-000002  retry: 3 targets of submission 1\n');
  expect(desk.seen[0]).toMatchObject({
    method: 'POST',
    path: `/v1/ops/notices/${ID}/repair`,
    as: 'ops',
    idempotencyKey: 'id-1',
    body: { action: 'retry', target: 17, reason: 'Mended' },
  });
  desk.answer = () => ({ body: aNotice({ result: { action: 'force_close', state: 'requested' } }) });
  expect((await run(desk, ['ops', 'repair', ID, 'force_close', '--reason', 'Stuck'])).out).toContain('a second person');
  desk.answer = () => ({ body: aNotice({ result: { action: 'resend', letters: 2 } }) });
  expect((await run(desk, ['ops', 'repair', ID, 'resend', '--reason', 'New address'])).out).toContain('2 letters');
  desk.answer = () => ({ body: aNotice({ result: { action: 'reassign', to: 'x' } }) });
  await run(desk, ['ops', 'repair', ID, 'reassign', '--to', 'r2@desk.example', '--reason', 'Ill']);
  expect(desk.seen.at(-1)?.body).toEqual({ action: 'reassign', reason: 'Ill', to: 'r2@desk.example' });
  desk.answer = () => ({ status: 422, body: problem('validation', 'There is nothing to retry.') });
  expect((await run(desk, ['ops', 'repair', ID, 'retry', '--reason', 'x'])).code).toBe(1);
  expect((await run(desk, ['ops', 'repair', ID, 'retry'])).code).toBe(2);
});

test('pause, confirm and resume of enforcement apply to one notice or to all', async () => {
  const until = '2021-02-01T10:00:00.000Z';
  const requestedUntil = '2021-02-01T18:00:00.000Z';
  desk.answer = () => ({ body: { notice: null, paused: true, changed: true, until, requestedUntil: null } });
  expect((await run(desk, ['ops', 'pause-enforcement', '--reason', 'Wait'])).out).toBe(`paused until ${until}\n`);
  expect(desk.seen.at(-1)).toMatchObject({ path: '/v1/ops/enforcement/pause', body: { reason: 'Wait' } });
  desk.answer = () => ({ body: { notice: null, paused: true, changed: true, until, requestedUntil } });
  const longer = await run(desk, ['ops', 'pause-enforcement', '--until', requestedUntil, '--reason', 'Wait']);
  expect(longer.out).toContain(`until ${requestedUntil} once another person confirms`);
  expect(desk.seen.at(-1)?.body).toEqual({ reason: 'Wait', until: requestedUntil });
  await run(desk, ['ops', 'confirm-pause']);
  expect(desk.seen.at(-1)).toMatchObject({ path: '/v1/ops/enforcement/confirm', body: {} });
  desk.answer = () => ({ body: { notice: ID, paused: false, changed: false, until: null, requestedUntil: null } });
  const resumed = await run(desk, ['ops', 'resume-enforcement', '--notice', ID, '--reason', 'Go']);
  expect(resumed.out).toBe('running, unchanged\n');
  expect(desk.seen.at(-1)).toMatchObject({ path: '/v1/ops/enforcement/resume', body: { notice: ID, reason: 'Go' } });
});

test('reports unsupported lists restrictions without a basis, and says so when there are none', async () => {
  const row = {
    number: 'N-2026-000002',
    target: 4,
    type: 'account',
    locator: '@four',
    countries: ['IN'],
    everywhere: false,
    why: 'The order has ended by its own words.',
    unsupportedSince: inSeconds(0),
    heldByOthers: true,
  };
  desk.answer = () => ({ body: { items: [row], nextCursor: null } });
  const { out } = await run(desk, ['reports', 'unsupported', '--at', inSeconds(0)]);
  expect(out).toMatch(/N-2026-000002 .*4.*@four.*IN.*ended by its own words\. \(other notices support it too\)/);
  expect(desk.seen[0]).toMatchObject({ path: '/v1/reports/unsupported-restrictions', query: { at: inSeconds(0) } });
  desk.answer = () => ({ body: { items: [], nextCursor: null } });
  expect((await run(desk, ['reports', 'unsupported'])).out).toBe('Everything in force has a valid legal basis.\n');
});
