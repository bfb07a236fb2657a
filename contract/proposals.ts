import { z } from 'zod';
import { OFFER_KINDS, PROPOSAL_SIDES, PROPOSAL_STATES, SETTLED_STATES } from '../domain/letter/proposal.js';
import { country, instant } from './notice-create.js';
import { stamp } from './notice-view.js';

const MOST_TARGETS = 10_000;
const words = z.string().trim().max(4_000);

export const offer = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('narrower'),
        targets: z
          .array(z.int().min(1))
          .min(1, 'Name at least one target.')
          .max(MOST_TARGETS)
          .refine((numbers) => new Set(numbers).size === numbers.length, 'Name each target once.')
          .optional()
          .describe('Numbers of the targets that the order would be limited to; left out, all'),
        countries: z
          .array(country)
          .min(1, 'Name at least one country.')
          .max(250)
          .optional()
          .describe('Countries that it would be limited to; left out, as it is'),
        words: words.optional(),
      })
      .refine(
        ({ targets, countries }) => targets !== undefined || countries !== undefined,
        'Say what is narrower: "targets", "countries" or both.',
      ),
    z.strictObject({
      kind: z.literal('later'),
      until: instant.describe('The proposed deadline'),
      words: words.optional(),
    }),
    z.strictObject({ kind: z.literal('other'), words: words.min(1, 'Say what is proposed.') }),
  ])
  .meta({ id: 'Offer' });
export type OfferBody = z.infer<typeof offer>;

const papers = {
  reply: z.int().min(1).optional().describe('Number of the reply that says so'),
  document: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 of a paper of the notice.')
    .optional()
    .describe('A paper of the notice, or of one linked to it, that says so, by SHA-256'),
};
const onePaper = { message: 'Name one paper: a "reply" or a "document".' };

/** `POST /v1/notices/{id}/proposals`: the authority's proposal, with its document. */
export const proposalWrite = z
  .strictObject({ offer, ...papers })
  .refine(({ reply, document }) => (reply === undefined) !== (document === undefined), onePaper)
  .meta({ id: 'ProposalWrite' });

export const proposalSettle = z
  .strictObject({
    state: z.enum(SETTLED_STATES),
    reason: z.string().trim().max(4_000).default(''),
    ...papers,
  })
  .refine(({ reply, document }) => reply === undefined || document === undefined, onePaper)
  .meta({ id: 'ProposalSettle' });

const paperView = {
  reply: z.number().int().nullable(),
  document: z.string().nullable().describe('SHA-256'),
};

export const proposalView = z
  .object({
    n: z.number().int(),
    by: z.enum(PROPOSAL_SIDES),
    kind: z.enum(OFFER_KINDS),
    at: stamp.describe('When our letter had left, or theirs was recorded'),
    targets: z.array(z.number().int()).nullable().describe('Limited to these; null: all'),
    countries: z.array(z.string()).nullable().describe('Limited to these; null: as it is'),
    until: stamp.nullable().describe('Of `later`: the deadline'),
    words: z.string(),
    paper: z
      .object({
        letter: z.number().int().nullable(),
        messageId: z.string().nullable(),
        ...paperView,
      })
      .describe('By which letter of ours, reply or paper; nothing of it: at a meeting'),
    recordedBy: z.string().nullable().describe('Who recorded one of theirs'),
    state: z.enum(PROPOSAL_STATES),
    settled: z
      .object({ at: stamp, by: z.string().nullable(), reason: z.string(), ...paperView })
      .nullable()
      .describe('`by` is null where another proposal superseded it'),
    beyond: z.number().int().describe('Of an open narrower one: targets beyond it that are acted on or wait for it'),
    extended: z.boolean().describe('Of `later`: whether an extension to that time has been made'),
  })
  .meta({ id: 'Proposal' });
