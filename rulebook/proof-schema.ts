import { z } from 'zod';
import { parseDay } from '../domain/clock-arithmetic/index.js';
import { TEXT_KINDS } from '../domain/rulebook/citation.js';

export const text = z.string().trim().min(1);
export const isoDate = z.string().refine((value) => parseDay(value) !== undefined, 'must be a date such as 2026-02-20');
export const lowerId = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, 'must be lower case with dashes, e.g. in-meity');
export const language = z.string().regex(/^[a-z]{2}$/, 'must be a two-letter language code');
export const webAddress = z.url({ protocol: /^https?$/ });

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex');

const textFields = {
  /** CELEX, ELI, gazette or statute number. */
  id: text.optional(),
  title: text,
  kind: z.enum(TEXT_KINDS),
  language: language.optional(),
  by: text.optional(),
  /** What the publisher allows. */
  licence: text.optional(),
};

/**
 * A text that was read for facts of this file and is not stored. `sha256` covers the words as read at `url` (UTF-8,
 * lines ended by a single LF), possibly only the passage and not the whole page. An address that names a commit needs
 * none.
 */
const unstoredTextSchema = z
  .strictObject({
    ...textFields,
    url: webAddress.optional(),
    sha256: sha256.optional(),
    read: isoDate.optional(),
    /** Why the words are not in `texts/`. */
    notStored: text.optional(),
  })
  .refine(
    (entry) => entry.sha256 === undefined || (entry.url !== undefined && entry.read !== undefined),
    'a hash needs the url and the date of reading',
  );

/** Front matter of a file in `texts/`; `sha256` covers the words after it. */
export const storedTextSchema = z.strictObject({
  ...textFields,
  id: text,
  url: webAddress,
  read: isoDate,
  licence: text,
  sha256,
});

/** An entry of a family's `texts`: the path of a stored text, like `eu/2021-784`, or what was read and is not stored. */
export const textSchema = z.union([
  z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/, 'must be a path below texts/ without its ending, like eu/2021-784'),
  unstoredTextSchema,
]);

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
export type StoredText = z.infer<typeof storedTextSchema> & { body: string };
/** With `body`: its words are stored. */
export type TextEntry = StoredText | (z.infer<typeof unstoredTextSchema> & { body?: undefined });
export type ActEntry = z.infer<typeof actSchema>;
export type FactEntry = z.infer<typeof factSchema>;
