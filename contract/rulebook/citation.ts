import { z } from 'zod';
import { TEXT_KINDS } from '../../domain/rulebook/citation.js';

const read = {
  text: z
    .enum(TEXT_KINDS)
    .describe('official: as published by its issuer; reprint: a verbatim copy; secondary: a text about it'),
  title: z.string(),
  id: z.string().nullable().describe('CELEX, ELI, gazette or statute number'),
  url: z.string().nullable(),
};

/** What was read for a fact; null: nobody has noted it. */
export const citationView = z
  .object({
    ...read,
    pinpoint: z.string().nullable().describe('Where in the text'),
    clause: z.string().nullable().describe('Quotation, in the language of the text'),
    language: z.string().nullable(),
    sha256: z.string().nullable().describe('Of the text that was read'),
    stored: z.literal(true).optional().describe('The text is kept in the rulebook, and the clause was found in it'),
    notStored: z.string().nullable().describe('Why the text is not kept'),
    licence: z.string().nullable().describe('What its publisher allows'),
    read: z.string().nullable().describe('Date'),
    by: z.string().nullable(),
    reviewedUntil: z.string().nullable().describe('Date when it must be reviewed again'),
  })
  .meta({ id: 'Citation' });

export const provisionView = z
  .object({
    id: z.string().describe('CELEX, ELI, gazette, docket or statute number, with the date'),
    title: z.string(),
    pinpoint: z.string().describe('Where in the law'),
    unsure: z.string().nullable().describe('Known uncertainties; null: none'),
  })
  .meta({ id: 'Provision' });

/** A text that was read and says nothing on the topic. */
export const silenceView = z.object({ ...read, read: z.string().describe('Date') });
