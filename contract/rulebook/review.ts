import { z } from 'zod';
import { REVIEW_STATES } from '../../domain/rulebook/review.js';
import { STAGES } from '../../domain/notices/notice.js';
import { country } from '../notice-create.js';
import { stamp } from '../notice-view.js';
import { createPageSchema } from '../paging.js';

const date = z.string().describe('Date in the time zone of the law');

const standFields = {
  state: z
    .enum(REVIEW_STATES)
    .describe('draft: no counsel has compared it with its source texts; expired: a review has expired'),
  until: date.nullable().describe('From then on it has to be reviewed anew; null: nothing says when'),
  by: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        barAdmission: z.string(),
        jurisdiction: z.string(),
        fact: z.string().nullable().describe('The fact reviewed; null: the whole version'),
        scope: z.string(),
        at: stamp,
        until: date,
      }),
    )
    .describe('Counsel whose reviews count, at most two'),
  mistakes: z.array(z.number().int()).describe('Incidents not yet corrected'),
};

export const reviewStatusView = z.object(standFields).meta({ id: 'LawReview' });

const lawKey = { regime: z.string().max(100), version: z.string().max(100) };

export const lawReviewView = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  ...standFields,
  digest: z.string().describe('Digest of the law as it stands now; send it with a review'),
  drafters: z.array(z.string()).describe('Who read its source texts for the rulebook'),
  facts: z
    .array(z.object({ id: z.string(), says: z.string(), ...standFields }))
    .describe('Its facts of law, by the name used in incidents, each with its own review state'),
});

const words = z.string().trim().min(1, 'Describe it in words.').max(4_000);

export const lawReviewWrite = z
  .strictObject({
    ...lawKey,
    fact: z.string().max(200).optional().describe('Only this fact (default: the whole version)'),
    digest: z.string().max(200).describe('Digest of the version you have compared'),
    barAdmission: z
      .string()
      .trim()
      .min(1, 'Say where you are admitted.')
      .max(300)
      .describe('Bar admission of the reviewer'),
    jurisdiction: country.describe('Country whose law the reviewer is admitted to practise'),
    scope: z.string().trim().min(1, 'Say what the review covers.').max(1_000).describe('What the review covers'),
    reviewedUntil: z.string().max(10).describe('Date, at most one year from today'),
    note: words.describe('What was compared with what'),
  })
  .meta({ id: 'LawReviewWrite' });

const person = z.object({ id: z.string(), name: z.string() });

export const lawIncidentView = z.object({
  number: z.number().int(),
  ...lawKey,
  fact: z.string(),
  said: z.string().describe('What the rulebook said'),
  found: z.string().describe('What is right'),
  source: z.string().describe('Where that stands'),
  recordedBy: person,
  recordedAt: stamp,
  correctedBy: person.nullable(),
  correctedAt: stamp.nullable(),
  correction: z.string().nullable(),
});

/** An incident with one page of the affected notices that the caller can read. */
export const lawIncidentPage = lawIncidentView
  .extend(
    createPageSchema(
      z.object({
        notice: z.string(),
        number: z.string(),
        stage: z.enum(STAGES),
        dueAt: stamp.nullable().describe('Earliest due time of the clocks based on it; null: none, or paused'),
      }),
    ).shape,
  )
  .extend({ touched: z.number().int() });

export const lawIncidentWrite = z
  .strictObject({ ...lawKey, fact: z.string().max(200), found: words, source: words })
  .meta({ id: 'LawIncidentWrite' });
export const lawIncidentCorrection = z.strictObject({ correction: words }).meta({ id: 'LawIncidentCorrection' });
