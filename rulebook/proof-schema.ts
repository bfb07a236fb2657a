import { z } from 'zod';
import { parseDay } from '../domain/clock-arithmetic/index.js';
import { TEXT_KINDS } from '../domain/law/citation.js';

/** How a fact of law is written in a file: its source, what was read for it, and its place in law. */

export const text = z.string().trim().min(1);
export const isoDate = z.string().refine((value) => parseDay(value) !== undefined, 'must be a date such as 2026-02-20');
export const lowerId = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be lower case with dashes, e.g. in-meity');
export const webAddress = z.url({ protocol: /^https?$/ });

/**
 * A text that was read for facts of this file. `sha256` is of the words as they were read at `url` (UTF-8, lines ended
 * by a single LF), which may be the passage alone and not the whole page. An address that names a commit fixes the words
 * without one.
 */
export const textSchema = z
  .strictObject({
    /** CELEX, ELI, gazette or statute number. */
    id: text.optional(),
    title: text,
    kind: z.enum(TEXT_KINDS),
    language: z
      .string()
      .regex(/^[a-z]{2}$/, 'must be a two-letter language code')
      .optional(),
    url: webAddress.optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')
      .optional(),
    read: isoDate.optional(),
    by: text.optional(),
  })
  .refine(
    ({ sha256, url, read }) => sha256 === undefined || (url !== undefined && read !== undefined),
    'a hash needs the url and the date of reading',
  );

/** What was read for one fact: a key of `texts`, the place in it, and its words. */
const citationSchema = z
  .strictObject({
    text: lowerId,
    at: text.optional(),
    clause: text.max(600).optional(),
    reviewedUntil: isoDate.optional(),
  })
  .refine(({ at, clause }) => clause === undefined || at !== undefined, 'a clause must give its place (at)');

/** Acts, decrees, rules and judgments by their numbers, read or not. */
export const actSchema = z.strictObject({
  /** CELEX, ELI, gazette, docket or statute number, with the date. */
  id: text,
  title: text,
});

/** A key of `acts`, the place in it, and what of that is not certain. */
const provisionSchema = z.strictObject({ act: lowerId, at: text, unsure: text.optional() });

/** Every fact says where it comes from in words, what was read for it, its place in law, and who of counsel has checked it. */
export const sourced = {
  source: text,
  citation: citationSchema.optional(),
  provision: provisionSchema.optional(),
  reviewer: text.nullable().default(null),
};

export const factSchema = z.strictObject(sourced);

export const silenceSchema = z.strictObject({ text: lowerId, read: isoDate.optional() });

export const unreadSchema = z.strictObject({ sought: text, on: isoDate });
export type TextEntry = z.infer<typeof textSchema>;
export type ActEntry = z.infer<typeof actSchema>;
export type FactEntry = z.infer<typeof factSchema>;
