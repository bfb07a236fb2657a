import { z } from 'zod';
import { OFFER_KINDS, PROPOSAL_SIDES, PROPOSAL_STATES, SETTLED_STATES } from '../domain/letters/proposal.js';
import { country, instant } from './notice-create.js';
import { stamp } from './notice-view.js';
import { documentHash } from './fields.js';

const MAX_TARGETS = 10_000;
const words = z.string().trim().max(4_000);

export const offer = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('narrower'),
        targets: z
          .array(z.int().min(1))
          .min(1, 'Name at least one target.')
          .max(MAX_TARGETS)
          .refine((numbers) => new Set(numbers).size === numbers.length, 'Name each target once.')
          .optional()
          .describe('Numbers of the targets that the order would be limited to (default: all)'),
        countries: z
          .array(country)
          .min(1, 'Name at least one country.')
          .max(250)
          .optional()
          .describe('Countries that the order would be limited to (default: unchanged)'),
        words: words.optional(),
      })
      .refine(
        ({ targets, countries }) => targets !== undefined || countries !== undefined,
        'Give what is narrower: "targets", "countries" or both.',
      ),
    z.strictObject({
      kind: z.literal('later'),
      until: instant.describe('The proposed deadline'),
      words: words.optional(),
    }),
    z.strictObject({ kind: z.literal('other'), words: words.min(1, 'Describe the proposal.') }),
  ])
  .meta({ id: 'Offer' });
export type OfferBody = z.infer<typeof offer>;

const documents = {
  reply: z.int().min(1).optional().describe('Number of the reply that contains it'),
  document: documentHash
    .optional()
    .describe('A document of the notice, or of a linked one, that contains it, by SHA-256'),
};
const oneDocument = { message: 'Name one source: a "reply" or a "document".' };

/** `POST /v1/notices/{id}/proposals`: the authority's proposal, with its document. */
export const proposalWrite = z
  .strictObject({ offer, ...documents })
  .refine(({ reply, document }) => (reply === undefined) !== (document === undefined), oneDocument)
  .meta({ id: 'ProposalWrite' });

export const proposalSettle = z
  .strictObject({
    state: z.enum(SETTLED_STATES),
    reason: z.string().trim().max(4_000).default(''),
    ...documents,
  })
  .refine(({ reply, document }) => reply === undefined || document === undefined, oneDocument)
  .meta({ id: 'ProposalSettle' });

const documentView = {
  reply: z.number().int().nullable(),
  document: z.string().nullable().describe('SHA-256'),
};

export const proposalView = z
  .object({
    n: z.number().int(),
    by: z.enum(PROPOSAL_SIDES),
    kind: z.enum(OFFER_KINDS),
    at: stamp.describe('When our letter was sent, or their proposal was recorded'),
    targets: z.array(z.number().int()).nullable().describe('Limited to these; null: all'),
    countries: z.array(z.string()).nullable().describe('Limited to these; null: unchanged'),
    until: stamp.nullable().describe('For `later`: the deadline'),
    words: z.string(),
    document: z
      .object({
        letter: z.number().int().nullable(),
        messageId: z.string().nullable(),
        ...documentView,
      })
      .describe('The letter, reply or document that contains it; none: made at a meeting'),
    recordedBy: z.string().nullable().describe("Who recorded the authority's proposal"),
    state: z.enum(PROPOSAL_STATES),
    settled: z
      .object({ at: stamp, by: z.string().nullable(), reason: z.string(), ...documentView })
      .nullable()
      .describe('`by` is null if another proposal superseded it'),
    beyond: z.number().int().describe('For an open narrower one: targets beyond it that are enforced or waiting to be'),
    extended: z.boolean().describe('For `later`: whether the deadline was extended to that time'),
  })
  .meta({ id: 'Proposal' });
