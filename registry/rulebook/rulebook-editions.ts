import { relative, sep } from 'node:path';
import { sql } from 'kysely';
import { fingerprintOf } from '../../rulebook/fingerprint.js';
import { readRulebookContent, RulebookError } from '../../rulebook/load.js';
import { CONTENT_FORMAT, type RulebookContent } from '../../rulebook/rulebook.js';
import type { Connection } from '../db.js';

/** Kinds and keys of attention about the rulebook; they belong to no notice. */
export const RULEBOOK_REFUSED = 'rulebook_refused' as const;
export const RULEBOOK_CHANGED = 'rulebook_changed' as const;

export interface Edition {
  number: number;
  content: RulebookContent;
}

/**
 * Keeps a rulebook that could be loaded, once for the same law and time-zone data, which move dates as a law does.
 * Taken up again, it is the last one again. `fresh`: it was not the last one before.
 */
export async function storeEdition(
  trx: Connection,
  { content, tzVersion }: { content: RulebookContent; tzVersion: string },
): Promise<{ number: number; fresh: boolean }> {
  const sha256 = fingerprintOf({ content, tzVersion });
  const last = await findLast(trx);
  if (last?.sha256 === sha256) return { number: last.number, fresh: false };
  const now = sql<Date>`clock_timestamp()`;
  const { number } = await trx
    .insertInto('rulebook_edition')
    .values({ sha256, tz_version: tzVersion, content: JSON.stringify(content), loaded_at: now })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ loaded_at: now }))
    .returning('number')
    .executeTakeFirstOrThrow();
  return { number, fresh: true };
}

function findLast(db: Connection): Promise<{ number: number; sha256: string } | undefined> {
  return db
    .selectFrom('rulebook_edition')
    .select(['number', 'sha256'])
    .orderBy('loaded_at', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The rulebook loaded last, if this program can still read it. */
export async function findLastEdition(db: Connection): Promise<Edition | undefined> {
  const row = await db
    .selectFrom('rulebook_edition')
    .select(['number', 'content'])
    .where(sql<boolean>`content ->> 'format' = ${String(CONTENT_FORMAT)}`)
    .orderBy('loaded_at', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : { number: row.number, content: row.content };
}

/** Editions that this program can still read, by number, each with when it was last taken up. */
export async function listEditions(db: Connection): Promise<{ number: number; loaded_at: Date }[]> {
  return db
    .selectFrom('rulebook_edition')
    .select(['number', 'loaded_at'])
    .where(sql<boolean>`content ->> 'format' = ${String(CONTENT_FORMAT)}`)
    .orderBy('number')
    .execute();
}

/** What an edition says; undefined where there is none of that number. */
export async function readEdition(db: Connection, number: number): Promise<RulebookContent | undefined> {
  const row = await db.selectFrom('rulebook_edition').select('content').where('number', '=', number).executeTakeFirst();
  return row?.content;
}

/**
 * The rulebook in a folder, or, where that cannot be used, the last one that could, with what is wrong. Throws the
 * RulebookError where there is none to fall back to.
 */
export async function readRulebookOrLast(
  db: Connection,
  dir: string,
): Promise<{ content: RulebookContent } | (Edition & { problem: RulebookError })> {
  try {
    return { content: readRulebookContent(dir) };
  } catch (error) {
    if (!(error instanceof RulebookError)) throw error;
    const last = await findLastEdition(db);
    if (last === undefined) throw error;
    return { ...last, problem: error };
  }
}

/** What is wrong with a rulebook file, for people who do not know this machine: the path is that within the folder. */
export function sayRulebookProblem({ file, line, path, cure }: RulebookError, dir: string): string {
  const within = relative(dir, file).split(sep).join('/');
  return `${within}:${line}: ${path === '' ? '' : `${path}: `}${cure}`;
}

/** Whether somebody is still to look at what a changed rulebook would move. */
export async function isChangeOpen(db: Connection): Promise<boolean> {
  const row = await db
    .selectFrom('attention')
    .select('id')
    .where('key', '=', RULEBOOK_CHANGED)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
