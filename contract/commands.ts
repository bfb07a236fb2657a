import { z } from 'zod';
import { EXTEND_UNITS } from '../domain/clock-arithmetic/counting-words.js';
import { CHECKLIST_ANSWERS } from '../domain/law/regime.js';
import { LANES } from '../domain/target/lane.js';
import { PRIORITIES, AUTHENTICITIES, LINK_KINDS } from '../domain/notice/notice.js';
import { SENDER_METHODS, SENDER_OUTCOMES } from '../domain/notice/sender.js';
import { SENDER_POINTS } from '../domain/notice/sender-points.js';
import { CONTENT_CATEGORIES } from '../domain/report/content-category.js';
import { RESTORE_CAUSES } from '../domain/submission/submission.js';
import { offer } from './proposals.js';
import { assertion } from './people/assertion.js';
import { count, reason } from './fields.js';
import { country, instant, MOST_TARGETS, secrecy, startFacts } from './notice-create.js';
import { targetFilter } from './target-filter.js';

const shared = {
  expectedVersion: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Refuse with `version-conflict` if the notice has moved on'),
  comment: z.string().max(4_000).optional(),
};

const asOf = z
  .number()
  .int()
  .min(0)
  .max(2_147_483_647)
  .optional()
  .describe('`draftRevision` you have seen: what others changed since is left alone and reported in `conflicts`');
const preview = z.boolean().optional().describe('Say what it would do, and write nothing');
const submissionNumber = count;
const MOST_RANGES = 10_000;

const range = z.tuple([count, count]).refine(([from, to]) => from <= to, 'Give the lower number first.');

/** The fields by which people shape the letters of a submission. */
export const letterFields = {
  language: z
    .string()
    .max(20)
    .optional()
    .describe('Of the letters; left out, they answer in the language of the notice'),
  fields: z
    .strictObject({ salutation: z.string().max(500).optional(), remarks: z.string().max(20_000).optional() })
    .default({}),
  offer: offer.optional().describe('What is proposed instead of what is refused: it stands in the push-back'),
};

export const selection = z
  .strictObject({
    targets: z.array(count).max(MOST_TARGETS).optional(),
    ranges: z.array(range).max(MOST_RANGES).optional().describe('Numbers from and to, both included'),
    all: z.literal(true).optional(),
    locators: z.array(z.string().max(10_000)).max(MOST_TARGETS).optional(),
    ...targetFilter,
  })
  .refine(
    (value) => Object.keys(value).length > 0,
    'Say which targets: "targets", "ranges", "all", "locators", or what the list of targets filters by.',
  )
  .refine((value) => value.all !== true || Object.keys(value).length === 1, '"all" stands alone.');

/** Command bodies by name in the route (docs/interface.md, Commands). */
export const commandBodies = {
  triage: z.strictObject({
    regime: z.string().max(100).nullish(),
    authenticity: z.enum(AUTHENTICITIES).nullish().describe('Can be lowered here; `verify-sender` raises it'),
    priority: z.enum(PRIORITIES).nullish(),
    queue: z.string().max(50).nullish(),
    category: z
      .enum(CONTENT_CATEGORIES)
      .nullish()
      .describe('What kind of content it is about, as reports count it; null takes back what was said'),
    facts: startFacts
      .extend({ servedAt: instant.nullish(), issuedAt: instant.nullish() })
      .optional()
      .describe('Instants read from the paper; the clocks are started anew from them'),
    effectiveUntil: instant.nullish().describe('Until when the order holds by its own words; null: it names no end'),
    checklist: z
      .record(z.string().max(100), z.enum(CHECKLIST_ANSWERS))
      .optional()
      .describe("What the regime's checklist asks for, by id; what is missing is named in a push-back letter"),
    ...shared,
  }),
  'verify-sender': z
    .strictObject({
      method: z.enum(SENDER_METHODS),
      contact: z
        .union([z.number().int().min(0).max(1_000), z.string().trim().min(1).max(320)])
        .optional()
        .describe(
          "For call_back: the contact of the directory's entry that was called, by its place there (from 0), mail address or telephone number",
        ),
      document: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 of a paper of the notice.')
        .optional()
        .describe(
          'A paper of the notice, by SHA-256: what was signed, or is known; of a call back its record, if there is one',
        ),
      outcome: z.enum(SENDER_OUTCOMES),
      note: z.string().trim().min(1, 'Say what was seen or said, and by whom.').max(4_000),
      points: z
        .array(z.enum(SENDER_POINTS))
        .max(SENDER_POINTS.length)
        .optional()
        .describe(
          'What of the checklist against forged orders was looked at; what a confirmation leaves out is shown to approvers',
        ),
      assertion: assertion.optional(),
      ...shared,
    })
    .refine(({ method, contact }) => (method === 'call_back') === (contact !== undefined), {
      path: ['contact'],
      message: 'A call back names the contact that was called; the other methods name none.',
    })
    .refine(({ method, document }) => method !== 'known_paper' || document !== undefined, {
      path: ['document'],
      message: 'Name the paper of the notice that is known.',
    }),
  claim: z.strictObject(shared),
  release: z.strictObject(shared),
  assign: z.strictObject({ to: z.string().min(1).max(100).describe('Person id, or mail address of staff'), ...shared }),
  decide: z.strictObject({
    select: selection,
    lane: z.enum(LANES),
    grounds: z.array(z.string().max(100)).min(1, 'Give at least one ground.').max(20),
    countries: z.array(country).max(250).optional(),
    note: z.string().max(4_000).optional(),
    asOf,
    preview,
    ...shared,
  }),
  'undo-decide': z.strictObject({
    batch: count.optional().describe('`batch` of the decide that is taken back; left out, your latest'),
    ...shared,
  }),
  'copy-decisions': z.strictObject({
    from: z.string().max(100).describe('Id of the notice whose decisions are copied'),
    select: selection.optional().describe('Left out: every target'),
    asOf,
    preview,
    ...shared,
  }),
  'second-read': z.strictObject({
    targets: z.array(count).min(1, 'Give at least one target.').max(MOST_TARGETS),
    lane: z.enum(LANES),
    grounds: z.array(z.string().max(100)).min(1, 'Give at least one ground.').max(20),
    note: z.string().max(4_000).optional(),
    ...shared,
  }),
  submit: z.strictObject({
    emergency: z
      .boolean()
      .optional()
      .describe('One yes is enough, where an order leaves an hour at most; the full quorum ratifies afterwards'),
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
      refuse: z.boolean().default(false).describe('Say no: people then restore what was done'),
      reason: z.string().max(4_000).optional().describe('Needed for a refusal'),
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
      to: instant.optional().describe('The new due'),
      by: z
        .union([
          z.string().max(100).describe('ISO 8601 duration in days or smaller, like PT12H'),
          z.strictObject({ amount: count, unit: z.enum(EXTEND_UNITS) }),
        ])
        .optional()
        .describe('Counted on from the present due'),
      reason,
      authorityReference: z.string().max(500).min(1, "Name the authority's paper that gives more time."),
      document: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 of a document of this notice, in hexadecimal digits.')
        .optional()
        .describe("The authority's paper: SHA-256 of a document of this notice"),
      notice: z.string().max(100).optional().describe("The authority's paper: id of a notice linked to this one"),
      ...shared,
    })
    .refine(({ to, by }) => (to === undefined) !== (by === undefined), 'Say either "to" or "by".')
    .refine(({ document, notice }) => (document === undefined) !== (notice === undefined), {
      path: ['document'],
      message: 'Give the paper of the authority: either "document" or "notice".',
    }),
  pause: z.strictObject({
    clock: z.string().max(100),
    reason,
    authorityReference: z.string().max(500).optional(),
    reply: count.optional().describe('The reply that let the clock run again, where it does not answer our question'),
    ...shared,
  }),
  resume: z.strictObject({
    clock: z.string().max(100),
    reason: z.string().max(4_000).optional(),
    reply: count
      .optional()
      .describe('The reply from whose arrival it counts; left out, the latest since the pause, or `clarifiedAt`'),
    ...shared,
  }),
  'confirm-deadline': z.strictObject({
    clock: z.string().max(100),
    to: instant.optional().describe('The new due that you have read; refused if another is asked for meanwhile'),
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
      .describe('A time that is proposed: it stands in the letter, and an invitation for a calendar goes along'),
    offer: offer
      .optional()
      .describe('What is proposed, in a form that can be accepted: it stands in the letter and on record'),
    ...shared,
  }),
  'record-dialogue': z.strictObject({
    outcome: z.string().max(1_000).min(1),
    minutes: z.string().max(100_000).default(''),
    offer: offer.optional().describe('What the authority proposed there'),
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
      .describe('Why the order is carried out although it is withdrawn, lapsed, stayed or annulled'),
    document: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 of a document of this notice, in hexadecimal digits.')
      .optional()
      .describe('A document of this notice that supports it, by SHA-256'),
    assertion: assertion.optional(),
    ...shared,
  }),
  reclassify: z.strictObject({
    secrecy: secrecy.describe(
      'What is to hold. The same wish by another cleared person is their yes; what holds already drops a wish',
    ),
    reason,
    assertion: assertion.optional(),
    ...shared,
  }),
  close: z.strictObject({ reason, override: z.boolean().default(false), ...shared }),
  reopen: z.strictObject({ reason, ...shared }),
} as const;

export type CommandRoute = keyof typeof commandBodies;
export type CommandBody<Name extends CommandRoute> = z.infer<(typeof commandBodies)[Name]>;

export const breakGlass = z
  .strictObject({
    reason,
    hours: z.number().int().min(1).max(24).default(4).describe('How long the access lasts'),
  })
  .meta({ id: 'BreakGlass' });
