import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { ZipFile } from 'yazl';
import writeXlsxFile from 'write-excel-file/node';
import type { Role } from '../../../../domain/people/permission.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

const CSV = 'text/csv';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('POST /v1/lists/read', () => {
  const read = (list: string | Buffer, type: string, as: Role = 'reviewer') =>
    api.post('/v1/lists/read', as, list, { 'content-type': type });

  test('shows what a list would add, and stores nothing', async () => {
    const before = await api.db.selectFrom('target').select(sql<number>`count(*)`.as('all')).executeTakeFirstOrThrow();
    const answer = await read('Link;Grund\nhttps://e.example/a;x\nhttps://e.example/a;y\nftp://e.example/;z\n;\n', CSV);
    expect(answer.json()).toEqual({
      format: 'csv',
      total: 4,
      merged: 1,
      rows: [
        { line: 2, type: 'url', locator: 'https://e.example/a', note: 'x', problem: null, flags: [] },
        { line: 4, type: 'url', locator: 'ftp://e.example/', note: 'z', problem: 'unsupported_scheme', flags: [] },
      ],
      problems: [{ line: 5, reason: 'The locator is missing.' }],
      document: null,
    });
    const after = await api.db.selectFrom('target').select(sql<number>`count(*)`.as('all')).executeTakeFirstOrThrow();
    expect(after).toEqual(before);
  });

  test.each([
    ['application/json', '[{"type":"account","locator":"@a"},"@b",7]', 'json', ['@a', '@b']],
    ['application/json', '{"targets":[{"handle":"@a"}]}', 'json', ['@a']],
    ['application/x-ndjson', '{"locator":"@a"}\n{"locator":1}\nnonsense', 'ndjson', ['@a', '1']],
    ['text/plain', '1. @a\n2) @b, #c', 'text', ['@a', '@b', '#c']],
    ['text/plain', 'handle,reason\n@a,spam', 'csv', ['@a']],
    ['application/octet-stream', '{"locator":"@a"}\n{"locator":"@b"}', 'ndjson', ['@a', '@b']],
  ])('%s %j is read as %s', async (type, list, format, locators) => {
    const answer = (await read(list, type)).json();
    expect([answer.format, answer.rows.map(({ locator }: { locator: string }) => locator)]).toEqual([format, locators]);
  });

  test('requires a role that may add targets', async () => {
    expect((await read('@a', 'text/plain', 'intake')).statusCode).toBe(200);
    expect((await read('@a', 'text/plain', 'auditor')).statusCode).toBe(403);
  });

  test('rejects deeply nested or oversized JSON before parsing it', async () => {
    const answer = await read('['.repeat(1_000_000), 'application/json');
    expect([answer.statusCode, answer.json().detail]).toEqual([422, expect.stringContaining('nested deeper than 32')]);
    const wide = await read(`[${'{},'.repeat(500_000)}{}]`, 'application/json');
    expect(wide.json().detail).toContain('more than 400000 objects');
  });
});

describe('POST /v1/lists/read of an order document', () => {
  const PDF = 'application/pdf';
  const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const read = async (document: Buffer, type: string, query = '') =>
    (await api.post(`/v1/lists/read${query}`, 'intake', document, { 'content-type': type })).json();
  const print = (typst: string) => NodeCompiler.create().pdf({ mainFileContent: typst });
  const mapFacts = ({ document }: { document: { facts: { path: string; value: string }[] } }) =>
    Object.fromEntries(document.facts.map(({ path, value }) => [path, value]));
  const ORDER = [
    'Ministry of Electronics and Information Technology',
    'F. No. 813/07/2021 \\ Dated: 4 February 2021 17:38 IST',
    'Subject: Blocking of accounts',
    'Under section 69A of the Information Technology Act, 2000 read with rule 9, block them within 36 hours.',
  ];

  const LETTER = [
    'GOVERNMENT OF INDIA',
    'Ministry of Electronics and Information Technology',
    'F. No. 813/07/2021 Dated: 4 February 2021 17:38 IST',
    'Subject: Blocking of accounts',
    'Under section 69A of the Information Technology Act, 2000 read with rule 9, block them within 36 hours:',
    '1. @one_handle',
    '2. https://x.example/two',
  ];
  const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const paragraph = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`;
  const write = (body: string) => zip({ 'word/document.xml': `<w:document><w:body>${body}</w:body></w:document>` });
  const zip = async (files: Record<string, string>) => {
    const archive = new ZipFile();
    archive.addBuffer(Buffer.from('<Types/>'), '[Content_Types].xml');
    for (const [name, text] of Object.entries(files)) archive.addBuffer(Buffer.from(text), name);
    archive.end();
    return buffer(archive.outputStream);
  };
  const FOUND = { '/authority': 'in-meity', '/reference': '813/07/2021', '/orderedDeadline/within': 'PT36H' };

  test('reads a letter in plain text: its facts, and only what is written like a target', async () => {
    const answer = await read(Buffer.from(LETTER.join('\n')), 'text/plain');
    expect(answer.rows.map(({ locator }: { locator: string }) => locator)).toEqual([
      '@one_handle',
      'https://x.example/two',
    ]);
    expect(mapFacts(answer)).toMatchObject(FOUND);
    expect(answer.problems).toEqual([]);
  });

  test('reads a Word document with paragraphs and a table like a PDF', async () => {
    const row = (...cells: string[]) =>
      `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`;
    const table = `<w:tbl>${row('Type', 'Handle', 'Remark')}${row('account', 'bare_name', 'a & b')}</w:tbl>`;
    const answer = await read(
      await write(LETTER.slice(0, 6).map(paragraph).join('') + table + paragraph('By order of the Government')),
      DOCX,
    );
    expect(answer.format).toBe('docx');
    expect(answer.rows).toMatchObject([
      { locator: '@one_handle' },
      { type: 'account', locator: 'bare_name', note: 'a & b' },
    ]);
    expect(mapFacts(answer)).toMatchObject(FOUND);
  });

  test('accepts a letter without a list only as a document', async () => {
    const letter = Buffer.from(LETTER.slice(0, 5).join('\n'));
    expect((await read(letter, 'text/plain', '?document=true')).rows).toEqual([]);
    expect((await read(letter, 'text/plain')).status).toBe(422);
  });

  test.each([
    ['a broken archive', async () => Buffer.from('PK\u0003\u0004 nothing of that kind')],
    ['an archive without a document', () => zip({ 'word/styles.xml': '<w:styles/>' })],
    ['a PDF', async () => Buffer.from(print('x'))],
  ])('refuses %s sent as a Word document', async (_, make) => {
    expect(await read(await make(), DOCX)).toMatchObject({ status: 422 });
  });

  test('returns the facts read from its text, matched with directory and rulebook, beside the list', async () => {
    const answer = await read(print([...ORDER, 'https://x.com/one'].join('\n\n')), PDF);
    expect(answer.rows).toMatchObject([{ locator: 'https://x.com/one' }]);
    expect(mapFacts(answer)).toEqual({
      '/reference': '813/07/2021',
      '/subject': 'Blocking of accounts',
      '/authority': 'in-meity',
      '/jurisdiction': 'IN',
      '/regime': 'IN-69A-EMERG',
      '/issuedAt': '2021-02-04 17:38 IST',
      '/orderedDeadline/within': 'PT36H',
    });
    expect(answer.document.facts[0]).toMatchObject({ page: 1, quote: expect.stringContaining('F. No. 813/07/2021') });
  });

  test('rejects a document without a list unless it is declared to be the order', async () => {
    const order = print(ORDER.join('\n\n'));
    expect(await read(order, PDF)).toMatchObject({ status: 422 });
    const answer = await read(order, PDF, '?document=true');
    expect(answer).toMatchObject({ rows: [], problems: [], document: { text: true, noList: 'The list has no rows.' } });
    expect(mapFacts(answer)).toMatchObject({ '/reference': '813/07/2021' });
  });

  test('reports a scan as having no text', async () => {
    const scan = print('#rect(width: 5cm, height: 5cm)');
    expect((await read(scan, PDF)).detail).toContain('contains no text');
    expect(await read(scan, PDF, '?document=true')).toMatchObject({ rows: [], document: { text: false, facts: [] } });
  });

  test('reads facts from the cells above a workbook’s table, also from name and value pairs', async () => {
    const cell = (value: string | Date | null) =>
      value === null
        ? null
        : value instanceof Date
          ? { value, type: Date, format: 'dd/mm/yyyy' }
          : { value, type: String };
    const book = [
      ['Annexure to the order', null, null],
      ['Reference', 'F.1(1)/2021', null],
      ['Date', new Date('2021-02-04T00:00:00Z'), null],
      ['Handle', 'Reason', 'By'],
      ['@a', 'within 24 hours', 'Dated 5 May 2020'],
    ].map((row) => row.map(cell));
    // oxlint-disable-next-line typescript/no-explicit-any -- its types know fewer forms
    const answer = await read(await (writeXlsxFile as any)(book).toBuffer(), XLSX);
    expect(answer.rows).toMatchObject([{ locator: '@a' }]);
    expect(answer.document.facts).toMatchObject([
      { path: '/reference', value: 'F.1(1)/2021', quote: 'Reference: F.1(1)/2021', page: 1, line: 2 },
      { path: '/issuedAt', value: '2021-02-04', line: 3 },
    ]);
  });
});
