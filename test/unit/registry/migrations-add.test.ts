import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const FOLDER = new URL('../../../registry/migrations/', import.meta.url);
/** Before this number no release ran beside another. */
const FIRST_ROLLED = 58;

/** What takes away from a release that still runs, or refuses what it writes. */
const TAKES_AWAY: readonly [RegExp, string][] = [
  [/\bdrop\s+(table|column|view|function|type)\b/i, 'drops'],
  [/\brename\s+(to|column)\b|\brename\s+\w+\s+to\b/i, 'renames'],
  [/\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b/i, 'changes a type'],
  [/\bset\s+not\s+null\b/i, 'asks for a value'],
];
const ADDS_COLUMN = /\badd\s+column\s+(?:if\s+not\s+exists\s+)?[^,;]*/gi;

/** What a migration does that the release before does not bear, unless it says that it is the second step of two. */
function takesAway(text: string): string[] {
  if (/^-- contract: \S/m.test(text)) return [];
  const sql = text.replace(/--.*$/gm, '');
  const columns = sql.match(ADDS_COLUMN) ?? [];
  return [
    ...TAKES_AWAY.flatMap(([pattern, what]) => (pattern.test(sql) ? [what] : [])),
    ...columns
      .filter((one) => /not\s+null/i.test(one) && !/\bdefault\b|\bgenerated\b/i.test(one))
      .map(() => 'adds a column that old rows lack'),
  ];
}

test('no migration takes away what the release before still uses', () => {
  const rolled = readdirSync(FOLDER).filter(
    (name) => name.endsWith('.sql') && Number.parseInt(name, 10) >= FIRST_ROLLED,
  );
  expect(rolled.length).toBeGreaterThan(0);
  const wrong = rolled.flatMap((name) =>
    takesAway(readFileSync(new URL(name, FOLDER), 'utf8')).map((what) => `${name} ${what}`),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ['alter table notice drop column subject;', ['drops']],
  ['drop table letter;', ['drops']],
  ['alter table notice rename column subject to title;', ['renames']],
  ['alter table notice rename to paper;', ['renames']],
  ['alter table notice alter column number type bigint;', ['changes a type']],
  ['alter table notice alter column number set not null;', ['asks for a value']],
  ['alter table notice add column tone text not null;', ['adds a column that old rows lack']],
  ["alter table notice add column tone text not null default 'plain';", []],
  ['alter table notice add column tone text; create table tone (id uuid primary key);', []],
  ['-- drop table letter\ncreate index letter_kinds on letter (kind);', []],
  ['-- contract: no release since 0.3 reads it.\nalter table notice drop column subject;', []],
])('%s: %j', (sql, found) => {
  expect(takesAway(sql)).toEqual(found);
});
