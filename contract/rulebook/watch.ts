import { z } from 'zod';
import { stamp } from '../notice-view.js';

const changedClause = z.object({
  at: z.string().nullable().describe('Place in the text'),
  laws: z.array(z.string()).describe('Versions of laws that rest on it'),
  before: z.string().describe('The words that the rulebook quotes'),
  after: z.string().nullable().describe('The most similar new passage; null: there is none'),
});

export const lawDraftView = z.object({
  number: z.number().int(),
  kind: z.enum(['text', 'event']),
  summary: z.string(),
  url: z.string().nullable(),
  openedAt: stamp,
  settledAt: stamp.nullable(),
  settledBy: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .describe('null on a settled draft: the day of the event has passed'),
  note: z.string().nullable(),
  event: z
    .object({ on: z.string(), regime: z.string().nullable(), what: z.string(), source: z.string() })
    .nullable()
    .describe('A day on which law changes or may change'),
  change: z
    .object({
      title: z.string(),
      readBefore: stamp,
      readAfter: stamp,
      isText: z
        .boolean()
        .describe('false: a file of which only the hash is compared; clauses lists all that is quoted'),
      clauses: z.array(changedClause).describe('Quoted clauses that are no longer on the page'),
      removed: z.array(z.string()).describe('Passages that only the old page has, the first 20'),
      added: z.array(z.string()).describe('Passages that only the new page has, the first 20'),
    })
    .nullable()
    .describe('A page of law that has changed'),
});

export const lawPageView = z.object({
  url: z.string(),
  title: z.string(),
  readAt: stamp.nullable().describe('Last successful reading'),
  dueAt: stamp.nullable().describe('Next reading; null: none is planned'),
  missing: z.array(z.string()).describe('Quoted clauses that were not on the page then'),
  problem: z.string().nullable().describe('Why the last reading failed; null: it did not'),
  failingSince: stamp.nullable(),
});

export const readingRequested = z.object({ pages: z.number().int().describe('Addresses that will be read') });

export const lawDraftSettle = z
  .strictObject({ note: z.string().trim().min(1, 'Say what follows from it.').max(4_000) })
  .meta({ id: 'LawDraftSettle' });
