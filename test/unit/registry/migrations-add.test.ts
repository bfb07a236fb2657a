import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const FOLDER = fileURLToPath(new URL('../../../registry/migrations/', import.meta.url));
/** Number of the last file of release 0.1.0's baseline; no release runs beside another before it. */
const LAST_OF_BASELINE = 11;
const numberOf = (name: string) => Number.parseInt(name, 10);

/** Statements that break a running previous release, or reject its writes. */
const TAKES_AWAY: readonly [RegExp, string][] = [
  [/\bdrop\s+(table|column|view|function|type)\b/i, 'drops'],
  [/\brename\s+(to|column)\b|\brename\s+\w+\s+to\b/i, 'renames'],
  [/\balter\s+column\s+\w+\s+(set\s+data\s+)?type\b/i, 'changes a type'],
  [/\bset\s+not\s+null\b/i, 'asks for a value'],
];
const ADDS_COLUMN = /\badd\s+column\s+(?:if\s+not\s+exists\s+)?[^,;]*/gi;

/** Changes of a migration that the previous release cannot run with, unless marked as the second step of two. */
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

/** What the migrations of a folder take away, those of the baseline excepted. */
function listTakings(folder: string): string[] {
  const added = readdirSync(folder).filter((name) => name.endsWith('.sql') && numberOf(name) > LAST_OF_BASELINE);
  return added.flatMap((name) => takesAway(readFileSync(join(folder, name), 'utf8')).map((what) => `${name} ${what}`));
}

test('removes nothing in a migration that the previous release still uses', () => {
  expect(listTakings(FOLDER)).toEqual([]);
});

test('a migration that takes away is named with what it does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-migrations-'));
  try {
    writeFileSync(join(folder, '0011-retention.sql'), 'drop table letter;');
    writeFileSync(join(folder, '0012-tone.sql'), "alter table notice add column tone text not null default 'plain';");
    writeFileSync(join(folder, '0013-subject.sql'), 'alter table notice drop column subject;');
    expect(listTakings(folder)).toEqual(['0013-subject.sql drops']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the baseline creates everything once, without a history', () => {
  const baseline = readdirSync(FOLDER).filter((name) => numberOf(name) <= LAST_OF_BASELINE);
  expect(baseline.map(numberOf)).toEqual(Array.from({ length: LAST_OF_BASELINE }, (_, index) => index + 1));
  const changes = baseline.flatMap(
    (name) =>
      readFileSync(join(FOLDER, name), 'utf8').match(/^(alter|drop|update|delete|create or replace) .*/gim) ?? [],
  );
  expect(changes).toEqual([]);
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
])('reports for the migration %s the breaking changes %j', (sql, found) => {
  expect(takesAway(sql)).toEqual(found);
});
