import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aNotice, FakeDesk, ID, problem, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

function file(name: string, content: string | Buffer): string {
  const path = join(desk.home, name);
  writeFileSync(path, content);
  return path;
}

const ADDED = {
  upload: 2,
  lines: 3,
  accepted: 1,
  merged: 1,
  flagged: 0,
  rejected: [{ line: 4, reason: 'The locator is missing.' }],
};
const READ = {
  format: 'pdf',
  total: 3,
  merged: 0,
  rows: [
    { line: 3, type: 'account', locator: '@a', note: '', problem: null, flags: ['confusable'] },
    { line: 4, type: 'url', locator: 'https://e.example/', note: '=1+1', problem: null, flags: [] },
  ],
  problems: [{ line: 5, reason: 'The locator is missing.' }],
  document: {
    text: true,
    noList: null,
    facts: [{ path: '/reference', value: 'F.1(1)/2021', choices: [], quote: 'F. No. F.1(1)/2021', page: 1, line: 2 }],
  },
};
const PDF = Buffer.from('%PDF-1.7\n');

describe('targets add', () => {
  test('sends the file’s bytes with media type and name, and prints the counts and problems', async () => {
    desk.answer = () => ({ body: ADDED });
    const list = file('list.csv', 'locator\n@a\n@b\n,\n');
    const { code, out, err } = await run(desk, ['targets', 'add', ID, list]);
    expect([code, out]).toEqual([
      0,
      `1 target added, 1 merged, 0 flagged, 1 of 3 lines rejected\nAll of them: notice-desk targets problems ${ID} 2 --csv\n`,
    ]);
    expect(err).toContain('line 4: The locator is missing.');
    expect(desk.seen).toMatchObject([
      {
        method: 'POST',
        path: `/v1/notices/${ID}/targets`,
        query: { name: 'list.csv' },
        contentType: 'text/csv',
        text: 'locator\n@a\n@b\n,\n',
        as: 'reviewer',
        idempotencyKey: 'id-1',
      },
    ]);
  });

  test('detects the format of standard input, and prints the desk’s JSON unchanged', async () => {
    desk.answer = () => ({ body: ADDED });
    const { out } = await run(desk, ['targets', 'add', ID, '-', '--json'], {
      stdin: '{"locator":"@a"}\n{"locator":"@b"}',
    });
    expect(JSON.parse(out)).toEqual(ADDED);
    expect(desk.seen[0]).toMatchObject({ contentType: 'application/x-ndjson', query: {} });
  });

  test('sends a PDF only with --checked', async () => {
    desk.answer = ({ path }) => ({ body: path === '/v1/lists/read' ? READ : ADDED });
    const order = file('order.pdf', PDF);
    const unchecked = await run(desk, ['targets', 'add', ID, order]);
    expect([unchecked.code, desk.seen.length]).toEqual([2, 0]);
    expect(unchecked.err).toContain('targets read');
    await run(desk, ['targets', 'add', ID, order, '--checked']);
    expect(desk.seen.map(({ path, contentType }) => [path, contentType])).toEqual([
      ['/v1/lists/read', 'application/pdf'],
      [`/v1/notices/${ID}/targets`, 'application/x-ndjson'],
    ]);
    expect(desk.seen[1]?.text.split('\n')[0]).toBe('{"type":"account","locator":"@a","note":""}');
  });

  test('rejects a file whose content contradicts its name before sending anything', async () => {
    const { code, err } = await run(desk, ['targets', 'add', ID, file('list.csv', PDF)]);
    expect([code, desk.seen.length]).toEqual([2, 0]);
    expect(err).toContain('a .pdf file');
  });
});

describe('targets read', () => {
  test('shows rows, flags and problems', async () => {
    desk.answer = () => ({ body: READ });
    const { out, err } = await run(desk, ['targets', 'read', file('order.pdf', PDF)]);
    expect(out).toContain('@a');
    expect(out).toContain('confusable');
    expect(out).toContain('pdf: 3 lines, 2 targets, 0 duplicates merged, 1 rejected');
    expect(err).toBe('line 5: The locator is missing.\n');
  });

  test('shows what the document seems to state, with the quoted words', async () => {
    desk.answer = () => ({ body: READ });
    const { out } = await run(desk, ['targets', 'read', file('order.pdf', PDF)]);
    expect(out).toMatch(/the document seems to say.*quote\s+reference\s+F\.1\(1\)\/2021\s+1\s+F\. No\. F\.1/is);
  });

  test('prints CSV for correction in which no cell is a formula', async () => {
    desk.answer = () => ({ body: READ });
    const { out } = await run(desk, ['targets', 'read', file('order.pdf', PDF), '--csv']);
    expect(out).toBe('type,locator,note\r\naccount,"\'@a",\r\nurl,https://e.example/,"\'=1+1"\r\n');
  });
});

describe('notices submit --targets', () => {
  test('reads text files locally, with columns in any order', async () => {
    desk.answer = () => ({ status: 201, body: aNotice() });
    const list = file('list.csv', 'Grund;Link\n"a; b";https://e.example/\n;@x\n');
    await run(desk, ['notices', 'submit', '--kind', 'request', '--targets', list]);
    expect(desk.seen[0]?.body['targets']).toEqual([
      { type: 'url', locator: 'https://e.example/', note: 'a; b' },
      { type: 'account', locator: '@x' },
    ]);
  });

  test('has the desk read workbooks and checked PDFs', async () => {
    desk.answer = ({ path }) =>
      path === '/v1/lists/read' ? { body: { ...READ, problems: [] } } : { status: 201, body: aNotice() };
    const order = file('order.pdf', PDF);
    expect((await run(desk, ['notices', 'submit', '--kind', 'request', '--targets', order])).code).toBe(2);
    await run(desk, ['notices', 'submit', '--kind', 'request', '--targets', order, '--targets-checked']);
    expect(desk.seen.at(-1)?.body['targets']).toHaveLength(2);
  });

  test.each([
    ['lines that are no row', '{"locator":"@a"}\n{', '.ndjson', 'line 2: The line is not JSON.'],
    ['columns that cannot be distinguished', 'a,b\n1,2', '.csv', 'must name the columns'],
    ['nothing', '', '.txt', 'contains no targets'],
  ])('rejects a list of %s', async (_what, content, ending, message) => {
    const { code, err } = await run(desk, [
      'notices',
      'submit',
      '--kind',
      'request',
      '--targets',
      file(`l${ending}`, content),
    ]);
    expect([code, desk.seen.length]).toEqual([2, 0]);
    expect(err).toContain(message);
  });
});

describe('targets uploads, problems and diff', () => {
  test('uploads lists each upload with its counts', async () => {
    const upload = {
      n: 1,
      at: '2026-03-01T12:00:00.000Z',
      byName: 'Reviewer Demo',
      name: 'l.csv',
      format: 'csv',
      lines: 3,
      accepted: 1,
      merged: 1,
      flagged: 0,
      rejected: 1,
    };
    desk.answer = () => ({ body: { items: [upload], nextCursor: null } });
    const { out } = await run(desk, ['targets', 'uploads', ID]);
    expect(out).toContain('Reviewer Demo');
    expect(desk.seen[0]?.path).toBe(`/v1/notices/${ID}/uploads`);
  });

  test('problems shows pages, or everything as CSV', async () => {
    desk.answer = ({ query }) =>
      query['format'] === 'csv'
        ? { body: 'line,reason' }
        : { body: { items: [{ line: 4, reason: 'Why.' }], nextCursor: null } };
    expect((await run(desk, ['targets', 'problems', ID, '2'])).out).toContain('Why.');
    expect((await run(desk, ['targets', 'problems', ID, '2', '--csv'])).out).toContain('line,reason');
    expect((await run(desk, ['targets', 'problems', ID, 'two'])).code).toBe(2);
  });

  test('diff prints the counts, and the rows of one part with their previous decision', async () => {
    const diff = { against: { id: ID, number: 'N-2026-000001' }, added: 1, dropped: 2, unchanged: 3 };
    const before = { no: 7, status: 'applied', decision: { action: 'withhold', countries: ['IN'] } };
    desk.answer = ({ query }) => ({
      body: query['part']
        ? { ...diff, items: [{ no: 1, type: 'account', locator: '@a', before }], nextCursor: null }
        : diff,
    });
    expect((await run(desk, ['targets', 'diff', ID])).out).toBe(
      'Compared with N-2026-000001: 1 added, 2 dropped, 3 unchanged\n',
    );
    const part = await run(desk, ['targets', 'diff', ID, '--against', ID, '--part', 'unchanged']);
    expect(part.out).toContain('withhold IN');
    expect(desk.seen.at(-1)?.query).toEqual({ against: ID, part: 'unchanged' });
    expect((await run(desk, ['targets', 'diff', ID, '--part', 'new'])).code).toBe(2);
  });
});

describe('targets content', () => {
  const content = {
    text: 'Join us.\n\u001b[2JNow',
    cut: true,
    language: 'pa',
    author: '@speaks',
    createdAt: '2021-02-01T08:00:00.000Z',
    images: 2,
  };
  const show = (body: object) => {
    desk.answer = () => ({ body });
    return run(desk, ['targets', 'content', ID, '7']);
  };

  test('prints who wrote it and its text without what would command a terminal', async () => {
    const { code, out } = await show({ state: 'shown', content });
    expect([code, out]).toEqual([0, '@speaks  2021-02-01T08:00:00.000Z  pa  2 images\nJoin us.\n\uFFFD[2JNow …\n']);
    expect(desk.seen).toMatchObject([{ method: 'GET', path: `/v1/notices/${ID}/targets/7/content`, as: 'reviewer' }]);
  });

  test('says so if the item has no text', async () => {
    const bare = { ...content, text: null, cut: false, author: null, createdAt: null, language: null, images: 1 };
    expect((await show({ state: 'shown', content: bare })).out).toBe('1 image\n(no text)\n');
  });

  test.each([
    ['gone', 'It does not exist on the platform.\n'],
    ['not_offered', 'The platform shows no content to the desk.\n'],
    ['unresolved', 'It has not been looked up on the platform yet.\n'],
  ])('explains why there is nothing to show: %s', async (state, said) => {
    expect((await show({ state, content: null })).out).toBe(said);
  });

  test('fails with the reason while the platform shows nothing', async () => {
    desk.answer = () => ({ status: 503, body: problem('unavailable', 'The platform does not show its content now.') });
    const { code, err } = await run(desk, ['targets', 'content', ID, '7']);
    expect(code).not.toBe(0);
    expect(err).toContain('does not show its content now');
  });
});
