import { z } from 'zod';
import { withoutNul } from './query.js';
import { CLOSING_ANSWERS } from '../domain/duties/closing.js';
import { ANSWER_DUTIES } from '../domain/duties/duty.js';
import { EXTEND_UNITS } from '../domain/clock-arithmetic/counting-words.js';
import { CHECKLIST_ANSWERS } from '../domain/rulebook/regime.js';
import { REQUESTED_LETTERS } from '../domain/letters/letter.js';
import { DECISION_ACTIONS } from '../domain/targets/decision-action.js';
import { PRIORITIES, AUTHENTICITIES, LINK_KINDS } from '../domain/notices/notice.js';
import { SENDER_METHODS, SENDER_OUTCOMES } from '../domain/notices/sender.js';
import { SENDER_POINTS } from '../domain/notices/sender-points.js';
import { CONTENT_CATEGORIES } from '../domain/reports/content-category.js';
import { RESTORE_CAUSES } from '../domain/submissions/submission.js';
import { offer } from './proposals.js';
import { assertion } from './people/assertion.js';
import { count, reason, documentHash, ownDocumentHash } from './fields.js';
import { country, instant, documentTimes, MAX_TARGETS, orderedDeadline, secrecy } from './notice-create.js';
import { targetFilter } from './target-filter.js';

const shared = {
  expectedVersion: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Refuse with `version-conflict` if the notice has a different version'),
  comment: z.string().max(4_000).optional(),
};

const asOf = z
  .number()
  .int()
  .min(0)
  .max(2_147_483_647)
  .optional()
  .describe('`draftRevision` you have seen: targets that others changed since are skipped and reported in `conflicts`');
const preview = z.boolean().optional().describe('Return the effect without saving anything');
const submissionNumber = count;
const MAX_RANGES = 10_000;

const range = z.tuple([count, count]).refine(([from, to]) => from <= to, 'Give the lower number first.');

export const letterFields = {
  language: z.string().max(20).optional().describe('Language of the letters (default: that of the notice)'),
  fields: z
    .strictObject({ salutation: z.string().max(500).optional(), remarks: z.string().max(20_000).optional() })
    .default({}),
  offer: offer.optional().describe('Offer to the authority, included in the push-back letter'),
};

export const selection = z
  .strictObject({
    targets: z.array(count).max(MAX_TARGETS).optional(),
    ranges: z.array(range).max(MAX_RANGES).optional().describe('First and last number, inclusive'),
    all: z.literal(true).optional(),
    locators: z.array(z.string().max(10_000)).max(MAX_TARGETS).optional(),
    ...targetFilter,
  })
  .refine(
    (value) => Object.keys(value).length > 0,
    'Select targets with "targets", "ranges", "all", "locators", or the filters of the list of targets.',
  )
  .refine(
    (value) => value.all !== true || Object.keys(value).length === 1,
    '"all" cannot be combined with other selections.',
  );

/** Command bodies by name in the route (docs/integrating/interface.md, Commands). */
export const commandBodies = {
  triage: z.strictObject({
    regime: z.string().max(100).nullish(),
    authenticity: z.enum(AUTHENTICITIES).nullish().describe('Can only be lowered here; `verify-sender` raises it'),
    priority: z.enum(PRIORITIES).nullish(),
    queue: z.string().max(50).nullish(),
    category: z
      .enum(CONTENT_CATEGORIES)
      .nullish()
      .describe('Category of the content, as counted in reports; null clears it'),
    facts: documentTimes.optional().describe('Times stated in the document; the clocks are restarted from them'),
    effectiveUntil: instant.nullish().describe('When the order expires, as stated in it; null: it states no end'),
    orderedDeadline: orderedDeadline
      .nullish()
      .describe('As stated in the document, awaiting a second person; never later than the one on record'),
    checklist: z
      .record(z.string().max(100), z.enum(CHECKLIST_ANSWERS))
      .optional()
      .describe("Items of the regime's checklist, by id; missing ones are named in a push-back letter"),
    ...shared,
  }),
  'verify-sender': z
    .strictObject({
      method: z.enum(SENDER_METHODS),
      contact: z
        .union([z.number().int().min(0).max(1_000), z.string().trim().min(1).max(320)])
        .optional()
        .describe(
          'For call_back: the contact called, by its position in the directory entry (from 0), email address or telephone number',
        ),
      document: documentHash
        .optional()
        .describe(
          'A document of the notice, by SHA-256: the signed or known document, or the record of a call back, if there is one',
        ),
      outcome: z.enum(SENDER_OUTCOMES),
      note: z.string().trim().min(1, 'State what was seen or said, and by whom.').max(4_000),
      points: z
        .array(z.enum(SENDER_POINTS))
        .max(SENDER_POINTS.length)
        .optional()
        .describe(
          'Items checked on the checklist against forged orders; items left out of a confirmation are shown to approvers',
        ),
      assertion: assertion.optional(),
      ...shared,
    })
    .refine(({ method, contact }) => (method === 'call_back') === (contact !== undefined), {
      path: ['contact'],
      message: 'A call back must name the contact that was called; other methods must not.',
    })
    .refine(({ method, document }) => method !== 'known_document' || document !== undefined, {
      path: ['document'],
      message: 'Name the known document of the notice.',
    }),
  claim: z.strictObject(shared),
  release: z.strictObject(shared),
  assign: z.strictObject({
    to: z.string().min(1).max(100).describe('Person id, or email address of a staff member'),
    note: withoutNul(z.string().trim().max(2_000)).optional().describe('Hand-over note for the assignee'),
    ...shared,
  }),
  decide: z.strictObject({
    select: selection,
    action: z.enum(DECISION_ACTIONS),
    grounds: z.array(z.string().max(100)).min(1, 'Give at least one ground.').max(20),
    countries: z.array(country).max(250).optional(),
    note: z.string().max(4_000).optional(),
    asOf,
    preview,
    ...shared,
  }),
  'undo-decide': z.strictObject({
    batch: count.optional().describe('`batch` of the decide to undo (default: your latest)'),
    ...shared,
  }),
  'copy-decisions': z.strictObject({
    from: z.string().max(100).describe('Id of the notice to copy decisions from'),
    select: selection.optional().describe('Default: all targets'),
    asOf,
    preview,
    ...shared,
  }),
  'second-review': z.strictObject({
    targets: z.array(count).min(1, 'Give at least one target.').max(MAX_TARGETS),
    action: z.enum(DECISION_ACTIONS),
    grounds: z.array(z.string().max(100)).min(1, 'Give at least one ground.').max(20),
    note: z.string().max(4_000).optional(),
    ...shared,
  }),
  submit: z.strictObject({
    emergency: z
      .boolean()
      .optional()
      .describe('Enforce after one approval, only for orders due within one hour; the full quorum ratifies later'),
    letter: z.strictObject(letterFields).optional(),
    ...shared,
  }),
  approve: z.strictObject({
    submission: submissionNumber,
    digest: z.string().max(100),
    assertion: assertion.optional(),
    ...shared,
  }),
  return: z.strictObject({ submission: submissionNumber, reason, ...shared }),
  ratify: z
    .strictObject({
      submission: submissionNumber,
      digest: z.string().max(100),
      refuse: z.boolean().default(false).describe('Refuse: people must then restore what was enforced'),
      reason: z.string().max(4_000).optional().describe('Required for a refusal'),
      assertion: assertion.optional(),
      ...shared,
    })
    .refine(({ refuse, reason: why }) => !refuse || (why ?? '').trim() !== '', {
      path: ['reason'],
      message: 'Give a reason for the refusal.',
    }),
  extend: z
    .strictObject({
      clock: z.string().max(100),
      to: instant.optional().describe('The new due time'),
      by: z
        .union([
          z.string().max(100).describe('ISO 8601 duration in days or smaller, e.g. PT12H'),
          z.strictObject({ amount: count, unit: z.enum(EXTEND_UNITS) }),
        ])
        .optional()
        .describe('Added to the current due time'),
      reason,
      authorityReference: z.string().max(500).min(1, "Name the authority's document that grants more time."),
      document: ownDocumentHash.optional().describe("The authority's document: SHA-256 of a document of this notice"),
      notice: z.string().max(100).optional().describe("The authority's document: id of a notice linked to this one"),
      ...shared,
    })
    .refine(({ to, by }) => (to === undefined) !== (by === undefined), 'Give either "to" or "by".')
    .refine(({ document, notice }) => (document === undefined) !== (notice === undefined), {
      path: ['document'],
      message: 'Give the authority\'s document: either "document" or "notice".',
    }),
  pause: z.strictObject({
    clock: z.string().max(100),
    reason,
    authorityReference: z.string().max(500).optional(),
    reply: count.optional().describe('The reply that resumed the clock but does not answer our question'),
    ...shared,
  }),
  resume: z.strictObject({
    clock: z.string().max(100),
    reason: z.string().max(4_000).optional(),
    reply: count
      .optional()
      .describe('The reply whose arrival resumes the clock (default: the latest since the pause, or `clarifiedAt`)'),
    ...shared,
  }),
  'confirm-deadline': z.strictObject({
    clock: z.string().max(100),
    to: instant.optional().describe('The new due time you have verified; refused if another was requested since'),
    assertion: assertion.optional(),
    ...shared,
  }),
  'acknowledge-escalation': z.strictObject({ clock: z.string().max(100), level: count, ...shared }),
  reinstate: z.strictObject({
    select: selection,
    cause: z.enum(RESTORE_CAUSES),
    note: z.string().max(4_000).default(''),
    assertion: assertion.optional(),
    ...shared,
  }),
  'request-dialogue': z.strictObject({
    kind: z
      .enum(REQUESTED_LETTERS)
      .default('dialogue_request')
      .describe('What the letter is; `subject` and `proposal` are its words, a line of `proposal` a point'),
    with: z.string().max(300).min(1),
    subject: z.string().max(500).min(1),
    proposal: z.string().max(20_000).min(1),
    meeting: z
      .strictObject({
        at: instant,
        minutes: z.number().int().min(5).max(1_440).default(60),
        place: z.string().max(300).default(''),
      })
      .optional()
      .describe('A proposed time: included in the letter, with a calendar invitation'),
    offer: offer.optional().describe('A formal offer that can be accepted: included in the letter and recorded'),
    ...shared,
  }),
  'record-dialogue': z.strictObject({
    outcome: z.string().max(1_000).min(1),
    minutes: z.string().max(100_000).default(''),
    offer: offer.optional().describe('What the authority proposed in the meeting'),
    ...shared,
  }),
  link: z.strictObject({
    notice: z.string().max(100),
    as: z.enum(LINK_KINDS),
    assertion: assertion.optional(),
    ...shared,
  }),
  annotate: z.strictObject({
    text: z.string().max(20_000).min(1),
    audience: z.enum(['internal', 'outward']).default('internal'),
    ...shared,
  }),
  'uphold-order': z.strictObject({
    reason: z
      .string()
      .trim()
      .min(1, 'Give a reason.')
      .max(4_000)
      .describe('Why the order is enforced although it is withdrawn, lapsed, stayed or annulled'),
    document: ownDocumentHash.optional().describe('A supporting document of this notice, by SHA-256'),
    assertion: assertion.optional(),
    ...shared,
  }),
  reclassify: z.strictObject({
    secrecy: secrecy.describe(
      'The new secrecy level. The same request by another cleared person approves it; requesting the present level drops a pending request',
    ),
    reason,
    assertion: assertion.optional(),
    ...shared,
  }),
  close: z.strictObject({
    reason,
    override: z.boolean().default(false),
    duties: z
      .partialRecord(z.enum(ANSWER_DUTIES), z.enum(CLOSING_ANSWERS))
      .optional()
      .describe(
        'Whether each duty in `closing` of the notice was met; an unmet one that is not contested needs an override',
      ),
    ...shared,
  }),
  reopen: z.strictObject({ reason, ...shared }),
} as const;

export type CommandRoute = keyof typeof commandBodies;
export type CommandBody<Name extends CommandRoute> = z.infer<(typeof commandBodies)[Name]>;
