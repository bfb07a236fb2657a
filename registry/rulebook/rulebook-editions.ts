import { relative, sep } from 'node:path';
import { sql } from 'kysely';
import { fingerprintJson } from '../../rulebook/fingerprint.js';
import { readRulebookContent, RulebookError } from '../../rulebook/load.js';
import { CONTENT_FORMAT, type RulebookContent } from '../../rulebook/rulebook.js';
import { digestOfLaw } from '../../rulebook/edition-digest.js';
import type { Connection } from '../db.js';
import { readPin } from './edition-pins.js';
import { findEditionContent, findLastApproved, listInEffect, type EditionAct } from './edition-status.js';

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

export interface EditionProof {
  isProvenEdition(edition: InEffect): Promise<boolean>;
  isProvenAct(act: EditionAct): boolean;
}

/** For a process without keys: the rows count as they are. */
export const UNCHECKED: EditionProof = { isProvenEdition: async () => true, isProvenAct: () => true };

export interface StartingRulebook {
  content: RulebookContent;
  /** The stored edition; null if the law of the release is used and the registry has yet to store it. */
  number: number | null;
  problem: RulebookError | null;
  /** Why the edition that the registry names is not used; null if it is, or the registry has none. */
  unproven: string | null;
}

/**
 * The law that applies: the edition in effect, whatever the folder says by now. Without a proven one the law that the
 * release ships. Throws the folder's RulebookError on an empty registry.
 */
export async function readRulebookToApply(
  db: Connection,
  { dir, shipped, proof = UNCHECKED }: { dir: string; shipped: () => RulebookContent; proof?: EditionProof },
): Promise<StartingRulebook> {
  const { applies, unproven } = await findApplying(db, proof);
  const read = readOrProblem(dir);
  const problem = read instanceof RulebookError ? read : null;
  if (applies !== undefined) return { ...applies, problem, unproven };
  if (problem !== null && unproven === null) throw problem;
  return { content: shipped(), number: null, problem, unproven };
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

type Applying = Edition & { digest: string };

/**
 * Returns the pinned edition, otherwise the one that took effect last among those whose content matches its digest and
 * that are proven; and why another one than the registry names.
 */
export async function findApplying(
  db: Connection,
  proof: EditionProof,
): Promise<{ applies: Applying | undefined; unproven: string | null }> {
  const { pinned, unproven } = await readPin(db, proof.isProvenAct);
  const unsigned =
    unproven === null ? null : `A pin of the rulebook to ${shorten(unproven)} is recorded without a valid signature.`;
  if (pinned === null) return findLastProven(db, proof, unsigned);
  const one = await findEditionContent(db, pinned);
  if (one !== undefined && isIntact(one)) return { applies: toApplying(one), unproven: unsigned };
  const why = one === undefined ? 'is missing or unreadable for this release' : 'has another content than was approved';
  return findLastProven(db, proof, `The desk is pinned to the rulebook edition ${shorten(pinned)}, which ${why}.`);
}

/** Pins are as good as approvals: two people signed the digest. */
async function findLastProven(db: Connection, proof: EditionProof, ofPin: string | null) {
  const latest = await findLastApproved(db);
  const unproven = `By its row, edition ${latest?.edition} of the rulebook is in effect, but its approvals or content do not prove it.`;
  for (const one of await listInEffect(db))
    if (isIntact(one) && (await proof.isProvenEdition(one)))
      return { applies: toApplying(one), unproven: ofPin ?? (one.digest === latest?.digest ? null : unproven) };
  return { applies: undefined, unproven: ofPin ?? (latest === undefined ? null : unproven) };
}

const isIntact = ({ content, digest }: InEffect) => digestOfLaw(content) === digest;
const toApplying = ({ edition: number, content, digest }: InEffect): Applying => ({ number, content, digest });
const shorten = (digest: string) => `${digest.slice(0, 19)}…`;

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
