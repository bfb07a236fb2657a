import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isProblem } from '../../../sandbox/lists/item.js';
import { openList } from '../../../sandbox/lists/read-list.js';
import type { ListFormat } from '../../../domain/targets/list-format.js';
import { runs } from '../../support/jest/cases.js';

async function read(list: string | Buffer, format: ListFormat = 'csv', charset?: string) {
  const bytes = typeof list === 'string' ? Buffer.from(list) : list;
  const items = await openList(bytes, { format, charset });
  return [...items].map((item) =>
    isProblem(item) ? [item.line, item.reason] : [item.line, item.type, item.locator, item.note],
  );
}

describe('reading CSV', () => {
  const row = [2, 'account', '@a', 'a note'];
  test.each([
    ['commas', 'type,locator,note\naccount,@a,a note'],
    ['semicolons', 'type;locator;note\naccount;@a;a note'],
    ['tabs', 'type\tlocator\tnote\naccount\t@a\ta note'],
    ['pipes', 'type|locator|note\naccount|@a|a note'],
    ['a declared delimiter', 'type~locator~note\naccount~@a~a note'.replace(/^/, 'sep=~\n')],
    ['a byte order mark', '\uFEFFtype,locator,note\r\naccount,@a,a note\r\n'],
    ['old Mac line ends', 'type,locator,note\raccount,@a,a note\r'],
    ['quotes everywhere', '"type","locator","note"\n"account","@a","a note"\n'],
    ['columns in another order', 'note,type,locator\na note,account,@a'],
    ['heads in other words', 'Kind,Screen Name*,Remarks\nUser,@a,a note'],
    ['heads in German', 'Art;Benutzername;Begründung;Bemerkung\nKonto;@a;;a note'],
    ['heads in French', 'Genre;Identifiant;Remarques\nCompte;@a;a note'],
    ['heads in romanised Hindi', 'prakar,khata,tippani\nkhata,@a,a note'],
    ['columns of the authority beside ours', 'S.No.,Account,Followers,Reason\n1,@a,12,a note'],
  ])('reads a list with %s', async (what, list) => {
    const [line, ...cells] = (await read(list))[0] ?? [];
    expect([line, ...cells]).toEqual(what.includes('declared') ? [3, ...row.slice(1)] : row);
  });

  test('keeps delimiters, quotes and line ends within quoted cells', async () => {
    expect(await read('locator,note\n@a,"one, ""two""\nthree"\n@b,x')).toEqual([
      [2, 'account', '@a', 'one, "two"\nthree'],
      [4, 'account', '@b', 'x'],
    ]);
  });

  test('reads a list without a header as one column of locators, or as type, locator and note', async () => {
    expect(await read('@a\n#b\nhttps://e.example/c,d\nword')).toEqual([
      [1, 'account', '@a', ''],
      [2, 'hashtag', '#b', ''],
      [3, 'url', 'https://e.example/c,d', ''],
      [4, 'account', 'word', ''],
    ]);
    expect(await read('post,123,x\naccount,@a')).toEqual([
      [1, 'post', '123', 'x'],
      [2, 'account', '@a', ''],
    ]);
    await expect(read('a,b\n1,2')).rejects.toThrow('must name the columns');
  });

  test('takes the type of a bare word from its column', async () => {
    expect(await read('tweet_id\n1357')).toEqual([[2, 'post', '1357', '']]);
    expect(await read('username\nkisan')).toEqual([[2, 'account', 'kisan', '']]);
  });

  test('reports a comma that splits an address in two', async () => {
    expect(await read('type,locator\nurl,https://e.example/a,b\nurl,https://e.example/c')).toEqual([
      [2, expect.stringContaining('3 cells, the header 2')],
      [3, 'url', 'https://e.example/c', ''],
    ]);
    expect(await read('url\nhttps://e.example/a,b')).toEqual([[2, 'url', 'https://e.example/a,b', '']]);
  });

  test('reports an unclosed quote on its own line only', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => `account,@h${index},`);
    rows[400] = 'account,"@open,';
    rows[700] = 'account,@in"side,';
    const items = await read(['type,locator,note', ...rows].join('\n'));
    expect(items).toHaveLength(1_000);
    expect(items.filter((item) => item.length === 2)).toEqual([
      [402, 'A quote is not closed.'],
      [702, expect.stringContaining('There is a quote inside a cell')],
    ]);
  });

  test('reads a quoted note that continues past the end of a batch', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => `@h${index},"a\nb"`);
    const items = await read(['locator,note', ...rows].join('\n'));
    expect(items).toHaveLength(1_200);
    expect(items.at(-1)).toEqual([2_400, 'account', '@h1199', 'a\nb']);
  });

  test('keeps formulas as text', async () => {
    expect(await read('locator,note\n"=HYPERLINK(""http://e.example"")",+1\n-2+3,@SUM(A1)')).toEqual([
      [2, 'account', '=HYPERLINK("http://e.example")', '+1'],
      [3, 'account', '-2+3', '@SUM(A1)'],
    ]);
  });

  test('reports a number that a spreadsheet has rounded', async () => {
    expect(await read('post\n1.35792E+18\n"1,35792E+18"\n1357924680123456789')).toEqual([
      [2, expect.stringContaining('rounded')],
      [3, expect.stringContaining('rounded')],
      [4, 'post', '1357924680123456789', ''],
    ]);
  });

  test('turns every line into a row or a problem, whatever it contains', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 }).map((value) => value.replaceAll(/[\r\n]/g, ' '));
    const line = fc.oneof(
      text,
      fc.constantFrom('"', 'account,"', 'account,@a,"x', 'x,y,z,q', ',,', '\0', 'account,@a,'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 60 }), async (lines) => {
        const items = await read(['type,locator,note', ...lines].join('\n'));
        const filled = lines.filter((one) => one.trim() !== '').length;
        // A quoted note may span further lines; no row appears twice and none is made up.
        expect(items.length).toBeLessThanOrEqual(filled);
        expect(new Set(items.map(([at]) => at)).size).toBe(items.length);
        if (!lines.some((one) => one.includes('"'))) expect(items.length).toBe(filled);
      }),
      runs(200),
    );
  });
});

describe('reading text encodings', () => {
  const list = 'locator,note\n@müller,Grüße\n';
  const row = [2, 'account', '@müller', 'Grüße'];
  const utf16 = Buffer.from(`\uFEFF${list}`, 'utf16le');
  test.each([
    ['UTF-8', Buffer.from(list), undefined],
    ['UTF-16 little endian', utf16, undefined],
    ['UTF-16 big endian', Buffer.from(utf16).swap16(), undefined],
    ['Windows-1252', Buffer.from(list, 'latin1'), undefined],
    ['Windows-1252 as it is called', Buffer.from(list, 'latin1'), 'ISO-8859-1'],
  ])('reads %s', async (_name, bytes, charset) => {
    expect(await read(bytes, 'csv', charset)).toEqual([row]);
  });

  test('reports a line in another encoding as a problem of that line', async () => {
    const mixed = Buffer.concat([
      Buffer.from('locator\n@müller\n'),
      Buffer.from('@jürgen\n', 'latin1'),
      Buffer.from('@ok'),
    ]);
    expect(await read(mixed)).toEqual([
      [2, 'account', '@müller', ''],
      [3, expect.stringContaining('not valid UTF-8')],
      [4, 'account', '@ok', ''],
    ]);
  });

  test('reads the characters of Windows-1252 that differ from Latin-1', async () => {
    expect(await read(Buffer.from([0x40, 0x61, 0x80, 0x0a]), 'text')).toEqual([[1, 'account', '@a€', '']]);
  });

  test('rejects an unknown character set', async () => {
    await expect(read('@a', 'text', 'ebcdic')).rejects.toThrow('not known');
  });
});

describe('reading plain text', () => {
  test('reads a locator a line, or several where each is written like one', async () => {
    expect(
      await read('@a, #b; https://e.example/c\n1. @d\n• #e\ntwo words\nhttps://e.example/f,g\n"@h",\n', 'text'),
    ).toEqual([
      [1, 'account', '@a', ''],
      [1, 'hashtag', '#b', ''],
      [1, 'url', 'https://e.example/c', ''],
      [2, 'account', '@d', ''],
      [3, 'hashtag', '#e', ''],
      [4, 'account', 'two words', ''],
      [5, 'url', 'https://e.example/f,g', ''],
      [6, 'account', '@h', ''],
    ]);
  });

  test('reads a letter without the website of its letterhead', async () => {
    const letter = [
      'Ministry of Electronics and Information Technology',
      'Phone: 011-2430 1714   www.meity.example   https://meity.example/',
      'You are directed to block these accounts and the website www.bad.example:',
      '1. @a',
      '2. https://platform.example/p/1 (reported by phone: 112)',
      '3. www.worse.example (operator, tel: 113)',
      'The designated officer signs below',
    ];
    expect(await read(letter.join('\n'), 'text')).toEqual([
      [3, 'url', 'www.bad.example', ''],
      [4, 'account', '@a', ''],
      [5, 'url', 'https://platform.example/p/1', ''],
      [6, 'url', 'www.worse.example', ''],
    ]);
  });
});

describe('reading JSON', () => {
  test('reads lines of objects and strings, and reports others', async () => {
    const lines = [
      '{"type":"post","locator":"1"}',
      '"@a"',
      '{"handle":"@b","reason":"x"}',
      '[1]',
      '{',
      '{"type":"url"}',
      '{"locator":1357924680123456789}',
    ];
    expect(await read(lines.join('\n'), 'ndjson')).toEqual([
      [1, 'post', '1', ''],
      [2, 'account', '@a', ''],
      [3, 'account', '@b', 'x'],
      [4, expect.stringContaining('Neither')],
      [5, 'The line is not JSON.'],
      [6, 'There is no string "locator".'],
      [7, 'There is no string "locator".'],
    ]);
  });

  test('reads nothing from a property named __proto__', async () => {
    expect(await read('{"__proto__":{"locator":"@a"}}', 'ndjson')).toEqual([[1, expect.any(String)]]);
  });
});

describe('reading hostile text', () => {
  test('reports a cell of megabytes as a problem of its line', async () => {
    const list = Buffer.concat([Buffer.from('locator\n'), Buffer.alloc(30 * 1024 * 1024, 'x'), Buffer.from('\n@a\n')]);
    expect(await read(list)).toEqual([
      [2, 'The line is longer than 64 kB.'],
      [3, 'account', '@a', ''],
    ]);
  });

  test('reports an endless quoted cell at its first line', async () => {
    const items = await read(`type,locator,note\naccount,@a,"${'\nx'.repeat(500)}`);
    expect(items[0]).toEqual([2, 'A quote is not closed.']);
  });

  test('keeps NUL bytes within their row', async () => {
    expect(await read('locator\n@a\0b\n@c', 'csv')).toEqual([
      [2, 'account', '@a\0b', ''],
      [3, 'account', '@c', ''],
    ]);
  });

  test('reads a list without line ends as one line', async () => {
    await expect(read('', 'text')).rejects.toThrow('empty');
    expect(await read('x'.repeat(70_000), 'text')).toEqual([[1, 'The line is longer than 64 kB.']]);
  });
});
