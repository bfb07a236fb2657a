import { z } from 'zod';
import { STATEMENT_CATEGORIES } from '../../../domain/events/published.js';
import { STATEMENT_STATES } from '../domain/statement.js';
import { unpublishable, versionFields } from './publications.js';
import { stampOrNull } from '../../../contract/notice-view.js';

/** Facts about the items of statements of reasons that only a person can state. */
export const statementsWrite = z.strictObject({
  category: z.enum(STATEMENT_CATEGORIES).describe('Category of the DSA Transparency Database'),
  contentDate: z.iso
    .date()
    .refine((day) => day >= '2000-01-01', { message: 'The database accepts days from 2000-01-01.' })
    .describe('Day on which the content was posted'),
  contentLanguage: z
    .string()
    .regex(/^[A-Z]{2}$/, 'Give two letters of ISO 639-1, e.g. EN.')
    .optional(),
  items: z.array(z.number().int().min(1)).min(1).max(1_000).optional().describe('Numbers of targets (default: all)'),
});

export const statedView = z.object({
  notice: z.uuid(),
  drafted: z.number().int().describe('New statements; they need approval by another person'),
  order: z.number().int().describe('No statement needed: ordered by an authority of a Member State'),
  elsewhere: z.number().int().describe('No statement needed: not restricted in any EEA State'),
  version: z.number().int().nullable().describe('What another person approves; null: nothing is new'),
  digest: z.string().nullable(),
});

export const reasonsView = z.object({
  notice: z.uuid(),
  unpublishable,
  versions: z.array(
    z.object({
      ...versionFields,
      category: z.enum(STATEMENT_CATEGORIES),
      contentDate: z.string(),
      contentLanguage: z.string().nullable(),
      items: z.array(z.number().int()).nullable().describe('Numbers of targets; null: all that need a statement'),
      statements: z.number().int(),
    }),
  ),
});

export const statementView = z.object({
  target: z.number().int(),
  submission: z.number().int(),
  due: z.enum(['due', 'order', 'elsewhere']),
  version: z.number().int().nullable(),
  outdated: z.boolean().describe('The record has changed since: restored, or decided differently'),
  puid: z.string().nullable(),
  state: z
    .enum([...STATEMENT_STATES, 'unstated'])
    .nullable()
    .describe('null: none is due and none was stated'),
  tries: z.number().int(),
  lastError: z.string().nullable(),
  receipt: z.string().nullable().describe('UUID in the database'),
  acceptedAt: stampOrNull,
  statement: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('As it is sent; before it is stated, without the parts that only a person can state'),
});
