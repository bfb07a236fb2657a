import { relative, sep } from 'node:path';
import { sql } from 'kysely';
import { fingerprintOf } from '../../rulebook/fingerprint.js';
import { readRulebookContent, RulebookError } from '../../rulebook/load.js';
import { CONTENT_FORMAT, type RulebookContent } from '../../rulebook/rulebook.js';
import { digestOfLaw } from '../../rulebook/edition-digest.js';
import type { Connection } from '../db.js';
import { listInEffect } from './edition-status.js';

/** Kinds and keys of attention about the rulebook; they belong to no notice. */
export const RULEBOOK_PROPOSED = 'rulebook_proposed' as const;
export const RULEBOOK_UNPROVEN = 'rulebook_unproven' as const;
export const RULEBOOK_REFUSED = 'rulebook_refused' as const;
export const RULEBOOK_CHANGED = 'rulebook_changed' as const;

export interface Edition {
  number: number;
  content: RulebookContent;
}

/**
 * Keeps a rulebook that could be loaded, once for the same law and time-zone data, which move dates as a law does. Answers
 * the number under which it is on record.
 */
export async function storeEdition(
  trx: Connection,
  { content, tzVersion }: { content: RulebookContent; tzVersion: string },
): Promise<number> {
  const sha256 = fingerprintOf({ content, tzVersion });
  const now = sql<Date>`clock_timestamp()`;
  const { number } = await trx
    .insertInto('rulebook_edition')
    .values({ sha256, tz_version: tzVersion, content: JSON.stringify(content), loaded_at: now })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ loaded_at: now }))
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** Editions that took effect and that this program can still read, in this order, each with when it last did. */
export async function listEditions(db: Connection): Promise<{ number: number; in_effect_at: Date }[]> {
  const { rows } = await sql<{ number: number; in_effect_at: Date }>`
    select edition as number, in_effect_at from edition_status join rulebook_edition on number = edition
    where in_effect_at is not null and content ->> 'format' = ${String(CONTENT_FORMAT)}
    order by in_effect_at, number`.execute(db);
  return rows;
}

/** What an edition says; undefined where there is none of that number. */
export async function readEdition(db: Connection, number: number): Promise<RulebookContent | undefined> {
  const row = await db.selectFrom('rulebook_edition').select('content').where('number', '=', number).executeTakeFirst();
  return row?.content;
}

/** The law to go by at a start. */
export interface StartingRulebook {
  content: RulebookContent;
  /** The edition under which it is on record; null: the folder's, which the registry has yet to take. */
  number: number | null;
  /** What is wrong with the folder, where the registry's law is used all the same. */
  problem: RulebookError | null;
}

/**
 * The law that applies: the edition in effect, whatever the folder says by now. A registry without one takes the folder's
 * law, and throws its RulebookError.
 */
export async function readRulebookToApply(
  db: Connection,
  dir: string,
  isProven: (edition: InEffect) => Promise<boolean> = async () => true,
): Promise<StartingRulebook> {
  const applies = await findApplying(db, isProven);
  const read = readOrProblem(dir);
  if (applies !== undefined) return { ...applies, problem: read instanceof RulebookError ? read : null };
  if (read instanceof RulebookError) throw read;
  return { content: read, number: null, problem: null };
}

/** Throws nothing but what is no fault of the files. */
export function readOrProblem(dir: string): RulebookContent | RulebookError {
  try {
    return readRulebookContent(dir);
  } catch (error) {
    if (error instanceof RulebookError) return error;
    throw error;
  }
}

export type InEffect = Awaited<ReturnType<typeof listInEffect>>[number];

/** The edition that took effect last, of those whose content is what its digest says and that are proven. */
export async function findApplying(
  db: Connection,
  isProven: (edition: InEffect) => Promise<boolean>,
): Promise<(Edition & { digest: string }) | undefined> {
  for (const one of await listInEffect(db))
    if (digestOfLaw(one.content) === one.digest && (await isProven(one)))
      return { number: one.edition, content: one.content, digest: one.digest };
  return undefined;
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
