import { z } from 'zod';
import { NOTICE_KINDS } from '../../domain/notices/notice.js';
import { LEAST_PAIRS } from '../../domain/quality/agreement.js';
import { DECISION_ACTIONS } from '../../domain/targets/decision-action.js';
import { GOLDEN_STATES } from '../../domain/quality/golden.js';
import { commandBodies } from '../commands.js';
import { instant } from '../notice-create.js';
import { documentFacts, secondReviewView } from '../notice-parts.js';
import { line } from '../people/admin.js';
import { stamp } from '../notice-view.js';
import { listQuery, queryText } from '../query.js';

const whole = z.number().int();
const MAX_ITEMS = 1_000;

const review = commandBodies['second-review'];

export const secondReviewWrite = review.pick({ action: true, grounds: true, note: true });
export const secondReviewAnswer = z.object({
  agrees: z.boolean().describe('Whether the other decision has the same action'),
});

export const queuedReview = z.object({
  id: z.string().describe('Of this target in this queue; another person has another id for it'),
  ...secondReviewView.omit({ no: true }).shape,
  kind: z.enum(NOTICE_KINDS),
  jurisdiction: z.string(),
  regime: z.string(),
  authority: z.string(),
  language: z.string(),
});

export const openedReview = z.object({
  ...queuedReview.shape,
  subject: z.string(),
  body: z.string(),
  documents: z.array(documentFacts),
});

export const goldenWrite = z.strictObject({
  set: line(100).describe('Name of the set'),
  targets: review.shape.targets.max(MAX_ITEMS),
  agreed: review.pick({ action: true, grounds: true }).optional().describe('Default: what was decided for each target'),
});

export const goldenMarked = z.object({
  marked: z.array(whole),
  skipped: z.array(whole).describe('Not decided yet, or golden already'),
});

export const goldenItems = z.strictObject({ items: z.array(z.uuid()).min(1).max(MAX_ITEMS) });

export const goldenQuery = listQuery({
  set: queryText(100).optional(),
  state: z.enum(GOLDEN_STATES).optional(),
});

const person = z.object({ id: z.string(), name: z.string() });

export const goldenView = z.object({
  id: z.string(),
  set: z.string(),
  notice: z.object({ id: z.string(), number: z.string() }),
  no: whole,
  type: z.string(),
  locator: z.string(),
  action: z.enum(DECISION_ACTIONS).describe('The agreed action'),
  grounds: z.array(z.string()),
  state: z.enum(GOLDEN_STATES).describe('`pending`: another person has yet to confirm it'),
  markedBy: person,
  markedAt: stamp,
  confirmedBy: person.nullable(),
  answers: whole,
  agreed: whole.describe('Answers with the agreed action'),
});

export const agreementQuery = z.strictObject({
  from: instant.optional().describe('Second reviews given from here on (default: 90 days ago)'),
  to: instant.optional().describe('Second reviews given until here (default: now)'),
  format: z.enum(['json', 'csv']).default('json'),
});

const figure = {
  pairs: whole,
  agreed: whole,
  kappa: z
    .object({ value: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe(
      `Cohen's kappa with its interval of 95 %; null: fewer than ${LEAST_PAIRS} pairs, or both chose one action only`,
    ),
};

export const agreementView = z.object({
  from: stamp,
  to: stamp,
  scope: z.enum(['own', 'all']).describe('`own`: only what the caller took part in'),
  leastPairs: whole.describe('Fewer pairs have counts but no kappa'),
  all: z.object(figure),
  byAction: z
    .array(z.object({ action: z.enum(DECISION_ACTIONS), ...figure }))
    .describe('Each action against all others: pairs in which at least one of the two chose it'),
  byPerson: z
    .array(z.object({ person, ...figure }))
    .describe('Each person against the others, as first and as second reviewer'),
  golden: z
    .array(z.object({ set: z.string(), person, ...figure, sameGrounds: whole }))
    .describe('Answers on golden sets against the agreed ones; without `quality.read`, only from 30 answers on'),
});
