import { z } from 'zod';
import { FACT_PATHS } from '../domain/documents/facts.js';
import { TARGET_STATUSES, TARGET_TYPES, TARGET_PROBLEMS, TARGET_FLAGS } from '../domain/targets/target.js';
import { decisionFields } from './fields.js';
import { stamp } from './notice-view.js';
import { LIST_FORMATS } from '../domain/targets/list-format.js';

/** A line of a list that could not be read as a row. */
export const uploadProblem = z.object({
  line: z.number().int().describe('Line of the file or row of the sheet, from 1'),
  reason: z.string(),
});

/** Response to an added list (docs/integrating/interface.md, Intake), with its recorded upload number. */
export const addedTargets = z.object({
  upload: z.number().int(),
  lines: z.number().int().describe('accepted + merged + rejected'),
  accepted: z.number().int().describe('New targets, bad ones included'),
  merged: z.number().int().describe('Exact duplicates, within the list or of existing targets'),
  flagged: z.number().int().describe('Accepted rows with a flag or a problem'),
  rejected: z.array(uploadProblem).describe('Rejected lines'),
});

export const uploadView = z.object({
  n: z.number().int(),
  at: stamp,
  by: z.string().describe('Person id'),
  byName: z.string(),
  name: z.string(),
  mediaType: z.string(),
  format: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  lines: z.number().int(),
  accepted: z.number().int(),
  merged: z.number().int(),
  flagged: z.number().int(),
  rejected: z.number().int(),
});

/** Facts read from a document's text; none counts until a person has checked it. */
const documentView = z.object({
  text: z.boolean().describe('false: it has no text, like a scan'),
  noList: z.string().nullable().describe('Why no targets could be read from it; null if they could'),
  facts: z.array(
    z.object({
      path: z.enum(FACT_PATHS).describe('The field it would fill, as in POST /v1/notices'),
      value: z.string().describe('Times are in the time zone of the document'),
      choices: z.array(z.string()).describe('Where it may mean several things: each of them; the value is as written'),
      quote: z.string().describe('The text it was read from'),
      page: z.number().int().describe('Page, or sheet of a workbook, from 1'),
      line: z.number().int(),
    }),
  ),
});

export const readListView = z.object({
  format: z.enum(LIST_FORMATS),
  total: z.number().int().describe('Accepted and rejected lines'),
  merged: z.number().int(),
  rows: z.array(
    z.object({
      line: z.number().int(),
      type: z.enum(TARGET_TYPES),
      locator: z.string(),
      note: z.string(),
      problem: z.enum(TARGET_PROBLEMS).nullable(),
      flags: z.array(z.enum(TARGET_FLAGS)),
    }),
  ),
  problems: z.array(uploadProblem),
  document: documentView
    .nullable()
    .describe(
      'Facts that a PDF, Word document, letter in plain text or workbook states about the notice; null for a mere list',
    ),
});

export const DIFF_PARTS = ['added', 'dropped', 'unchanged'] as const;

export const listDiffView = z.object({
  against: z.object({ id: z.string(), number: z.string() }).nullable().describe('null: no earlier list'),
  added: z.number().int(),
  dropped: z.number().int(),
  unchanged: z.number().int(),
  items: z
    .array(
      z.object({
        no: z.number().int().nullable().describe('null for dropped targets'),
        type: z.enum(TARGET_TYPES),
        locator: z.string(),
        note: z.string(),
        flags: z.array(z.enum(TARGET_FLAGS)),
        problem: z.string().nullable(),
        before: z
          .object({
            no: z.number().int(),
            status: z.enum(TARGET_STATUSES),
            decision: z
              .object({
                ...decisionFields,
                at: stamp.nullable(),
              })
              .nullable(),
          })
          .nullable()
          .describe('How the earlier notice relates to this one'),
      }),
    )
    .optional()
    .describe('With `part`'),
  nextCursor: z.string().nullable().optional(),
  total: z.number().int().optional(),
});
