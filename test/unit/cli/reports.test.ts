import { expect, test } from '@jest/globals';
import { deskOfFile, ID, run } from '../../support/fake-desk.js';

const desk = deskOfFile();

const sheet = (row: object) => ({
  body: { year: 2025, asOf: '2026-01-01T00:00:00.000Z', missing: ['A thing.'], rows: [row] },
});
const AS_OF = '2026-01-31T00:00:00Z';

test('reports dsa shows the orders of each State and what the sheet leaves out', async () => {
  const figures = {
    orders: 3,
    items: 7,
    medianHoursToInformOfReceipt: 4.5,
    medianHoursToEffect: null,
    notices: '/',
  };
  desk.answer = () => sheet({ scope: 'DE', category: 'total', act: figures, inform: null });
  const { out } = await run(desk, ['reports', 'dsa', '--year', '2025', '--half', '2', '--as-of', AS_OF]);
  expect(out).toMatch(/^DE +total +3 +7 +4\.5 +0 *$/m);
  expect(out).toContain('Not included:\n  A thing.\n');
  expect(desk.seen[0]).toMatchObject({ path: '/v1/reports/dsa', query: { year: '2025', half: '2', asOf: AS_OF } });
});

test('reports tco and us mark what the desk does not hold', async () => {
  desk.answer = () => sheet({ point: '7(3)(d)', measure: 'complaints', ground: null, value: null });
  expect((await run(desk, ['reports', 'tco', '--year', '2025'])).out).toMatch(/7\(3\)\(d\) +complaints +not held here/);
  desk.answer = () => sheet({ halfYear: '2025-H1', measure: 'nsl_received', band: '0-499' });
  expect((await run(desk, ['reports', 'us', '--year', '2025'])).out).toMatch(/2025-H1 +nsl_received +0-499/);
  expect(desk.seen[1]).toMatchObject({ path: '/v1/reports/us', query: { year: '2025' } });
});

test('notices statements shows the state of each, and state-reasons what waits for approval', async () => {
  const statement = { target: 3, due: 'due', state: 'refused', version: 2, receipt: null, lastError: '422 category' };
  desk.answer = () => ({ body: { items: [statement], nextCursor: null } });
  expect((await run(desk, ['notices', 'statements', ID])).out).toMatch(/3 +yes +refused +2 +422 category/);
  expect(desk.seen.at(-1)).toMatchObject({ path: `/v1/notices/${ID}/statements` });
  const stated = { notice: ID, drafted: 2, order: 1, elsewhere: 0, version: 1, digest: 'sha256:abc' };
  desk.answer = () => ({ body: stated });
  const said = ['--category', 'STATEMENT_CATEGORY_VIOLENCE', '--content-date', '2024-02-01', '--items', '3', '4'];
  const { out } = await run(desk, ['notices', 'state-reasons', ID, ...said]);
  expect(out).toMatch(
    /^2 stated; not needed for 1 [^\n]*\nversion 1 needs approval by another person [^\n]*\n {2}sha256:abc\n$/,
  );
  expect(desk.seen.at(-1)).toMatchObject({
    path: `/v1/notices/${ID}/statements`,
    body: { category: 'STATEMENT_CATEGORY_VIOLENCE', contentDate: '2024-02-01', items: [3, 4] },
  });
});

test('reports transparency lists lines, and exports the file as of a past time', async () => {
  const authority = { id: 'in-meity', name: 'Ministry', country: 'IN' };
  const line = {
    authority,
    regime: 'IN-69A-NORMAL',
    kind: 'blocking_order',
    notices: 3,
    targets: 12,
    targetsRestored: 1,
  };
  desk.answer = () => ({ body: { items: [line], nextCursor: null } });
  const period = ['--from', '2021-01-01', '--to', '2022-01-01', '--as-of', AS_OF];
  const { out } = await run(desk, ['reports', 'transparency', ...period]);
  expect(out).toMatch(/^Ministry +IN-69A-NORMAL +blocking_order +3 +12 +1 *$/m);
  expect(desk.seen[0]).toMatchObject({ path: '/v1/reports/transparency', query: { from: '2021-01-01', asOf: AS_OF } });
});

test('notices lumen shows the redactions; draft-lumen sends the proposal with the given overrides', async () => {
  const proposal = {
    title: 'T',
    subject: 'S',
    body: 'B',
    reference: 'R',
    items: true,
    urls: 1,
    redactions: [{ kind: 'name', text: 'Kumar' }],
  };
  desk.answer = () => ({ body: { notice: ID, unpublishable: null, sending: false, proposal, versions: [] } });
  const { out } = await run(desk, ['notices', 'lumen', ID]);
  expect(out).toContain('name: Kumar');
  expect(out).toContain('LUMEN_URL is not set');
  const state = { notice: ID, version: 1, state: 'drafted', digest: 'sha256:ab', approvals: 0, approvalsNeeded: 1 };
  desk.answer = ({ method }) => ({ body: method === 'POST' ? state : { proposal, unpublishable: null } });
  const drafted = await run(desk, ['notices', 'draft-lumen', ID, '--subject', 'Other', '--no-items']);
  expect(desk.seen.at(-1)).toMatchObject({
    path: `/v1/notices/${ID}/lumen`,
    body: { title: 'T', subject: 'Other', body: 'B', reference: 'R', items: false },
  });
  desk.answer = () => ({ body: { proposal: null, unpublishable: { code: 'secret', cure: 'Not before its end.' } } });
  expect((await run(desk, ['notices', 'draft-lumen', ID])).err).toContain('Not before its end.');
  expect(drafted.out).toBe('version 1, drafted; 0 of 1 approvals\n  sha256:ab\n');
});

test('approve-publication and settle-lumen name the version, and settling requires one outcome', async () => {
  desk.answer = () => ({
    body: { notice: ID, version: 2, state: 'approved', digest: 'sha256:ab', approvals: 2, approvalsNeeded: 2 },
  });
  const digest = ['--what', 'public-statement', '--number', '2', '--digest', 'sha256:ab'];
  await run(desk, ['notices', 'approve-publication', ID, ...digest]);
  expect(desk.seen.at(-1)).toMatchObject({
    path: `/v1/notices/${ID}/public-statement/2/approve`,
    body: { digest: 'sha256:ab' },
  });
  await run(desk, ['notices', 'settle-lumen', ID, '--number', '1', '--again']);
  expect(desk.seen.at(-1)).toMatchObject({ path: `/v1/notices/${ID}/lumen/1/settle`, body: { outcome: 'again' } });
  const both = await run(desk, ['notices', 'settle-lumen', ID, '--number', '1', '--again', '--receipt', 'x']);
  expect(both.code).toBe(2);
});

test('reports imported counts cases of a span by source, authority, law and outcome', async () => {
  const authority = { name: 'Ministry', country: 'IN' };
  const group = { source: 'Jira', authority, law: 'IN-69A-NORMAL', cases: 3, open: 1, targets: 12, restricted: 9 };
  desk.answer = () => ({
    body: {
      items: [
        { ...group, outcome: 'complied' },
        { ...group, outcome: null },
      ],
    },
  });
  const span = ['--from', '2016-01-01T00:00:00Z', '--to', '2026-01-01T00:00:00Z'];
  const { out } = await run(desk, ['reports', 'imported', ...span]);
  expect(out).toMatch(/^Jira +Ministry +IN-69A-NORMAL +complied +3 +1 +12 +9 *$/m);
  expect(out).toMatch(/none stated +3 /);
  expect(desk.seen.at(-1)).toMatchObject({
    path: '/v1/reports/imported',
    query: { from: '2016-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
  });
  desk.answer = () => ({ body: { items: [] } });
  expect((await run(desk, ['reports', 'imported', ...span])).out).toBe('No imported case was received then.\n');
});
