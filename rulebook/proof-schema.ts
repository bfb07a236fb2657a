import { z } from 'zod';
import { parseDay } from '../domain/clock-arithmetic/index.js';
import { TEXT_KINDS } from '../domain/rulebook/citation.js';

export const text = z.string().trim().min(1);
export const isoDate = z.string().refine((value) => parseDay(value) !== undefined, 'must be a date such as 2026-02-20');
export const lowerId = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be lower case with dashes, e.g. in-meity');
export const webAddress = z.url({ protocol: /^https?$/ });

/**
 * A text that was read for facts of this file. `sha256` covers the words as read at `url` (UTF-8, lines ended by a
 * single LF), possibly only the passage and not the whole page. An address that names a commit needs none.
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

const citationSchema = z
  .strictObject({
    text: lowerId,
    at: text.optional(),
    clause: text.max(600).optional(),
    reviewedUntil: isoDate.optional(),
  })
  .refine(({ at, clause }) => clause === undefined || at !== undefined, 'a clause must give its place (at)');

export const actSchema = z.strictObject({
  id: text,
  title: text,
});

const provisionSchema = z.strictObject({ act: lowerId, at: text, unsure: text.optional() });

/** Every fact states its source in words, its citation, its place in law, and the counsel who checked it. */
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
