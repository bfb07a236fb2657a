import { z } from 'zod';
import { LANES } from '../../../domain/lane.js';
import { AUTHENTICITIES, LINK_KINDS } from '../../../domain/notice.js';
import { RESTORE_CAUSES } from '../../../domain/submission.js';
import { TARGET_TYPES } from '../../../domain/target.js';
import { country, MOST_TARGETS, text } from './notice-create.js';

/** Fields every command takes beside its own. */
const shared = {
  expectedVersion: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Refuse with `version-conflict` if the notice has moved on'),
  comment: text(4_000).optional(),
};

const reason = text(4_000).min(1, 'Give a reason.');
const submissionNumber = z.number().int().min(1);

export const selection = z
  .strictObject({
    targets: z.array(z.number().int().min(1)).max(MOST_TARGETS).optional(),
    all: z.literal(true).optional(),
    lane: z.enum(LANES).optional(),
    type: z.enum(TARGET_TYPES).optional(),
    locators: z.array(z.string().max(10_000)).max(MOST_TARGETS).optional(),
  })
  .refine(
    (value) => Object.keys(value).length > 0,
    'Say which targets: "targets", "all", "lane", "type" or "locators".',
  )
  .refine((value) => value.all !== true || Object.keys(value).length === 1, '"all" stands alone.');

/** Bodies of the commands (contract section 5), by the name in the route. */
export const commandBodies = {
  triage: z.strictObject({
    regime: z.string().max(100).nullish(),
    authenticity: z.enum(AUTHENTICITIES).nullish(),
    priority: text(50).nullish(),
    queue: text(50).nullish(),
    ...shared,
  }),
  claim: z.strictObject(shared),
  release: z.strictObject(shared),
  assign: z.strictObject({ to: z.string().min(1).max(100).describe('Person id'), ...shared }),
  decide: z.strictObject({
    select: selection,
    lane: z.enum(LANES),
    grounds: z.array(z.string().max(100)).min(1, 'Give at least one ground.').max(20),
    countries: z.array(country).max(250).optional(),
    note: text(4_000).optional(),
    ...shared,
  }),
  submit: z.strictObject({
    letter: z
      .strictObject({
        language: z.string().max(20).default('en'),
        fields: z.strictObject({ salutation: text(500).optional(), remarks: text(20_000).optional() }).default({}),
      })
      .optional(),
    ...shared,
  }),
  approve: z.strictObject({ submission: submissionNumber, digest: z.string().max(100), ...shared }),
  return: z.strictObject({ submission: submissionNumber, reason, ...shared }),
  'confirm-deadline': z.strictObject({ clock: z.string().max(100), ...shared }),
  'acknowledge-escalation': z.strictObject({ clock: z.string().max(100), level: z.number().int().min(1), ...shared }),
  reinstate: z.strictObject({
    select: selection,
    cause: z.enum(RESTORE_CAUSES),
    note: text(4_000).default(''),
    ...shared,
  }),
  'request-dialogue': z.strictObject({
    with: text(300).min(1),
    subject: text(500).min(1),
    proposal: text(20_000).min(1),
    ...shared,
  }),
  'record-dialogue': z.strictObject({ outcome: text(1_000).min(1), minutes: text(100_000).default(''), ...shared }),
  link: z.strictObject({ notice: z.string().max(100), as: z.enum(LINK_KINDS), ...shared }),
  annotate: z.strictObject({
    text: text(20_000).min(1),
    audience: z.enum(['internal', 'outward']).default('internal'),
    ...shared,
  }),
  close: z.strictObject({ reason, override: z.boolean().default(false), ...shared }),
  reopen: z.strictObject({ reason, ...shared }),
} as const;

export type CommandRoute = keyof typeof commandBodies;
export type CommandBody<Name extends CommandRoute> = z.infer<(typeof commandBodies)[Name]>;
