import { relative, sep } from 'node:path';
import { sql } from 'kysely';
import { fingerprintJson } from '../../rulebook/fingerprint.js';
import { readRulebookContent, RulebookError } from '../../rulebook/load.js';
import { CONTENT_FORMAT, type RulebookContent } from '../../rulebook/rulebook.js';
import { digestOfLaw } from '../../rulebook/edition-digest.js';
import type { Connection } from '../db.js';
import { listInEffect } from './edition-status.js';

export const RULEBOOK_PROPOSED = 'rulebook_proposed' as const;
export const RULEBOOK_UNPROVEN = 'rulebook_unproven' as const;
export const RULEBOOK_REFUSED = 'rulebook_refused' as const;
export const RULEBOOK_CHANGED = 'rulebook_changed' as const;

export interface Edition {
  number: number;
  content: RulebookContent;
}

/** Stores a rulebook once per law and time-zone data, which move dates as a law does, and returns its number. */
export async function storeEdition(
  trx: Connection,
  { content, tzVersion }: { content: RulebookContent; tzVersion: string },
): Promise<number> {
  const sha256 = fingerprintJson({ content, tzVersion });
  const now = sql<Date>`clock_timestamp()`;
  const { number } = await trx
    .insertInto('rulebook_edition')
    .values({ sha256, tz_version: tzVersion, content: JSON.stringify(content), loaded_at: now })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ loaded_at: now }))
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** Lists the editions that took effect and whose format this program can read, by when they last did. */
export async function listEditions(db: Connection): Promise<{ number: number; in_effect_at: Date }[]> {
  const { rows } = await sql<{ number: number; in_effect_at: Date }>`
    select edition as number, in_effect_at from edition_status join rulebook_edition on number = edition
    where in_effect_at is not null and content ->> 'format' = ${String(CONTENT_FORMAT)}
    order by in_effect_at, number`.execute(db);
  return rows;
}

export async function readEdition(db: Connection, number: number): Promise<RulebookContent | undefined> {
  const row = await db.selectFrom('rulebook_edition').select('content').where('number', '=', number).executeTakeFirst();
  return row?.content;
}

export interface StartingRulebook {
  content: RulebookContent;
  /** The stored edition; null if the folder's is used and the registry has yet to store it. */
  number: number | null;
  /** What is wrong with the folder when the registry's law applies instead. */
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

/** Returns a fault of the files as `RulebookError`; throws other errors. */
export function readOrProblem(dir: string): RulebookContent | RulebookError {
  try {
    return readRulebookContent(dir);
  } catch (error) {
    if (error instanceof RulebookError) return error;
    throw error;
  }
}

export type InEffect = Awaited<ReturnType<typeof listInEffect>>[number];

/** Returns the edition that took effect last among those whose content matches its digest and that are proven. */
export async function findApplying(
  db: Connection,
  isProven: (edition: InEffect) => Promise<boolean>,
): Promise<(Edition & { digest: string }) | undefined> {
  for (const one of await listInEffect(db))
    if (digestOfLaw(one.content) === one.digest && (await isProven(one)))
      return { number: one.edition, content: one.content, digest: one.digest };
  return undefined;
}

/** Formats a rulebook error with the path relative to the folder, for people who do not know this machine. */
export function formatRulebookProblem({ file, line, path, cure }: RulebookError, dir: string): string {
  const within = relative(dir, file).split(sep).join('/');
  return `${within}:${line}: ${path === '' ? '' : `${path}: `}${cure}`;
}

export async function isChangeOpen(db: Connection): Promise<boolean> {
  const row = await db
    .selectFrom('alert')
    .select('id')
    .where('key', '=', RULEBOOK_CHANGED)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
