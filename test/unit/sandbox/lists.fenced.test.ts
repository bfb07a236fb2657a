import { deflateRawSync } from 'node:zlib';
import { buffer as drain } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import writeXlsxFile from 'write-excel-file/node';
import { ZipFile } from 'yazl';
import { isProblem } from '../../../sandbox/lists/item.js';
import { openList } from '../../../sandbox/lists/read-list.js';
import type { ListFormat } from '../../../domain/targets/list-format.js';

type Cell = string | number | null;

async function workbook(...sheets: Cell[][][]): Promise<Buffer> {
  const cells = (rows: Cell[][]) =>
    rows.map((row) =>
      row.map((value) => (value === null ? null : { value, type: typeof value === 'number' ? Number : String })),
    );
  const data =
    sheets.length === 1
      ? cells(sheets[0] ?? [])
      : sheets.map((rows, at) => ({ sheet: `S${at + 1}`, data: cells(rows) }));
  return (writeXlsxFile as any)(data).toBuffer(); // oxlint-disable-line typescript/no-explicit-any -- its types know fewer forms
}

async function parts(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries({ ...PARTS, ...files })) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return drain(zip.outputStream);
}

const NS = 'http://schemas.openxmlformats.org';
const PARTS = {
  '[Content_Types].xml': `<Types xmlns="${NS}/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${NS}/spreadsheetml/2006/main" xmlns:r="${NS}/officeDocument/2006/relationships"><sheets><sheet name="L" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${NS}/package/2006/relationships"><Relationship Id="rId1" Type="${NS}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

const sheet = (rows: string) => ({
  'xl/worksheets/sheet1.xml': `<worksheet xmlns="${NS}/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`,
});
const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;

async function read(bytes: Buffer, format: ListFormat = 'xlsx') {
  return [...(await openList(bytes, { format }))].map((item) =>
    isProblem(item) ? [item.line, item.reason] : [item.line, item.type, item.locator, item.note],
  );
}

function print(typst: string): Buffer {
  return NodeCompiler.create().pdf({ mainFileContent: typst });
}

describe('reading a workbook', () => {
  test('finds the columns by a header that may stand below a title', async () => {
    const book = await workbook([
      ['Annexure A', null, null],
      [null, null, null],
      ['S.No.', 'Handle', 'Reason'],
      [1, '@a', 'first'],
      [2, '#b', null],
      [3, null, 'nobody'],
    ]);
    expect(await read(book)).toEqual([
      [4, 'account', '@a', 'first'],
      [5, 'hashtag', '#b', ''],
      [6, 'The locator is missing.'],
    ]);
  });

  test('numbers rows on over all sheets, and reports a sheet that is no table', async () => {
    const book = await workbook(
      [['url'], ['https://e.example/1']],
      [['Dear all'], ['see list']],
      [['url'], ['https://e.example/2']],
    );
    expect(await read(book)).toEqual([
      [2, 'url', 'https://e.example/1', ''],
      [3, 'Sheet "S2" has no column of locators and was not read.'],
      [6, 'url', 'https://e.example/2', ''],
    ]);
  });

  test('reads the stored result of a formula, and rejects one without a result with the cure', async () => {
    const head = `<row r="1">${text('A1', 'locator')}</row>`;
    const stored = `<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://evil.example","x")</f><v>@a</v></c></row>`;
    expect(await read(await parts(sheet(head + stored)))).toEqual([[2, 'account', '@a', '']]);
    const bare = `<row r="2"><c r="A2" t="str"><f>HYPERLINK("http://evil.example","x")</f></c></row>`;
    await expect(read(await parts(sheet(head + bare)))).rejects.toThrow(/formula without its result.*save it as/is);
  });

  test('reports an id that the spreadsheet has rounded', async () => {
    const rows = ['1357924680', '1357924680123456789', '1.3579246801234568E+18'].map(
      (value, at) => `<row r="${at + 2}"><c r="A${at + 2}"><v>${value}</v></c></row>`,
    );
    const book = await parts(sheet(`<row r="1">${text('A1', 'post')}</row>${rows.join('')}`));
    expect(await read(book)).toEqual([
      [2, 'post', '1357924680', ''],
      [3, expect.stringContaining('rounded')],
      [4, expect.stringContaining('rounded')],
    ]);
  });

  test('does not expand nested entities', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>`;
    const { 'xl/worksheets/sheet1.xml': xml } = sheet(
      `<row r="1">${text('A1', 'locator')}</row><row r="2">${text('A2', '@x&amp;&b;')}</row>`,
    );
    const [row] = await read(await parts({ 'xl/worksheets/sheet1.xml': bomb + xml }));
    expect(String(row)).not.toContain('aaaa');
  });

  const head = `<row r="1">${text('A1', 'locator')}</row>`;
  const refused: [string, () => Promise<Buffer> | Buffer, RegExp][] = [
    ['without rows', () => workbook([]), /has no rows|no .xlsx/],
    ['of no table', () => workbook([['Dear all', 'greetings']]), /column of locators/],
    ['with a password', () => Buffer.from('d0cf11e0a1b11ae1'.padEnd(64, '0'), 'hex'), /password/],
    ['with macros', () => parts({ ...sheet(head), 'xl/vbaProject.bin': 'x' }), /macros/],
    [
      'that calls itself one with macros',
      () =>
        parts({
          ...sheet(head),
          '[Content_Types].xml': '<x ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>',
        }),
      /macros/,
    ],
    [
      'that is another archive',
      () =>
        parts({ 'xl/workbook.xml': '', 'word/document.xml': 'x' }).then((zip) =>
          Buffer.from(zip.toString('latin1').replaceAll('xl/workbook', 'zz/workbook'), 'latin1'),
        ),
      /not an .xlsx workbook/,
    ],
    ['that is cut short', async () => (await parts(sheet(head))).subarray(0, 300), /damaged/],
    ['of rubbish', () => Buffer.from('PK\u0003\u0004rubbish rubbish rubbish'), /damaged/],
    ['with an encrypted part', async () => withFlag(await parts(sheet(head)), 1), /password/],
    [
      'that unpacks to more than it may',
      () => parts({ ...sheet(head), 'xl/sharedStrings.xml': Buffer.alloc(80 * 1024 * 1024, 'x') }),
      /more than 64 MiB/,
    ],
    ['that lies about what it unpacks to', async () => lying(), /damaged/],
  ];
  test.each(refused)('rejects a workbook %s, with the cure', async (_what, make, message) => {
    await expect(read(await make())).rejects.toThrow(message);
  });

  test('kills only the reader of a workbook that spans a million rows and columns', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, at) => `<row r="${at * 3_000 + 2}">${text(`XFD${at * 3_000 + 2}`, 'x')}</row>`,
    );
    await expect(read(await parts(sheet(head + rows.join(''))))).rejects.toThrow(
      'exceeds the time or memory limit for a list',
    );
    expect(await read(await workbook([['locator'], ['@still_here']]))).toEqual([[2, 'account', '@still_here', '']]);
  });

  test('does not multiply one long shared string over all cells', async () => {
    const strings = `<sst xmlns="${NS}/spreadsheetml/2006/main"><si><t>${'x'.repeat(60_000)}</t></si></sst>`;
    const rows = Array.from(
      { length: 2_000 },
      (_, at) => `<row r="${at + 2}"><c r="A${at + 2}" t="s"><v>0</v></c></row>`,
    );
    const rels = PARTS['xl/_rels/workbook.xml.rels'].replace(
      '</Relationships>',
      `<Relationship Id="rId2" Type="${NS}/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    );
    const book = await parts({
      ...sheet(head + rows.join('')),
      'xl/sharedStrings.xml': strings,
      'xl/_rels/workbook.xml.rels': rels,
    });
    await expect(read(book)).rejects.toThrow('too much text for a list');
  });
});

function withFlag(zip: Buffer, flag: number): Buffer {
  const changed = Buffer.from(zip);
  for (let at = 0; at < changed.length - 4; at += 1) {
    const signature = changed.readUInt32LE(at);
    if (signature === 0x04034b50) changed.writeUInt16LE(changed.readUInt16LE(at + 6) | flag, at + 6);
    if (signature === 0x02014b50) changed.writeUInt16LE(changed.readUInt16LE(at + 8) | flag, at + 8);
  }
  return changed;
}

/** An archive whose part declares ten bytes and unpacks to a hundred million. */
async function lying(): Promise<Buffer> {
  const zip = await parts({ ...sheet(''), 'xl/styles.xml': Buffer.alloc(100 * 1024 * 1024, 'x') });
  const name = Buffer.from('xl/styles.xml');
  const changed = Buffer.from(zip);
  for (let at = changed.indexOf(name); at >= 0; at = changed.indexOf(name, at + 1)) {
    if (changed.readUInt32LE(at - 46) === 0x02014b50) changed.writeUInt32LE(10, at - 46 + 24);
    if (changed.readUInt32LE(at - 30) === 0x04034b50) changed.writeUInt32LE(10, at - 30 + 22);
  }
  return changed;
}

describe('reading a PDF', () => {
  test('reads a table with a known header by its columns, over pages and wrapped addresses', async () => {
    const rows = Array.from(
      { length: 120 },
      (_, at) => `[${at + 1}], [https:\\/\\/e.example/post/${at}], [Reason ${at}],`,
    ).join('\n');
    const pdf = print(`#set page(paper: "a4")
      Annexure to the order of 1 February
      #table(columns: (2cm, 9cm, 4cm), table.header([No.], [Link], [Reason]), ${rows})`);
    const items = await read(pdf, 'pdf');
    expect(items).toHaveLength(120);
    expect(items[0]?.slice(1)).toEqual(['url', 'https://e.example/post/0', 'Reason 0']);
    expect(items[119]?.slice(1)).toEqual(['url', 'https://e.example/post/119', 'Reason 119']);
  });

  test('finds addresses, handles and hashtags in running text without a table', async () => {
    const pdf = print('Block the account \\@first\\_one, the tag \\#Second and https:\\/\\/e.example/third at once.');
    expect((await read(pdf, 'pdf')).map((item) => item.slice(1, 3))).toEqual([
      ['account', '@first_one'],
      ['hashtag', '#Second'],
      ['url', 'https://e.example/third'],
    ]);
  });

  test('rejects a PDF without text with the cure', async () => {
    await expect(read(print('#rect(width: 5cm)'), 'pdf')).rejects.toThrow('may be a scan');
  });

  test('rejects a damaged PDF', async () => {
    await expect(read(Buffer.from('%PDF-1.7\nrubbish'), 'pdf')).rejects.toThrow('damaged');
  });

  test('kills only the reader of a PDF that unpacks without end', async () => {
    const once = deflateRawSync(Buffer.alloc(256 * 1024 * 1024), { level: 1 });
    const zlib = Buffer.concat([Buffer.from([0x78, 0xda]), once, Buffer.alloc(4)]);
    const pdf = bombPdf(zlib);
    await expect(read(pdf, 'pdf')).rejects.toThrow(/the time or memory limit|damaged|no text|may be a scan/);
  });
});

function bombPdf(stream: Buffer): Buffer {
  const head = Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n` +
      `3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n4 0 obj<</Length ${stream.length}/Filter/FlateDecode>>stream\n`,
  );
  const tail = Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
  return Buffer.concat([head, stream, tail]);
}
