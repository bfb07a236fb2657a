import { z } from 'zod';
import { PUBLICATION_STATES, UNPUBLISHABLE } from '../domain/publication.js';
import { REDACTION_KINDS } from '../domain/redaction.js';
import { getKeys } from '../../../domain/record-keys.js';
import { reason } from '../../../contract/fields.js';
import { stamp, stampOrNull } from '../../../contract/notice-view.js';
import { withoutNul } from '../../../contract/query.js';

const text = (max: number) => withoutNul(z.string().trim().max(max));
const line = (max: number) => text(max).refine((value) => !/[\r\n]/.test(value), 'is one line');
const MAX_TEXT = 100_000;

/** A Lumen notice as redacted by its author; all other fields come from the record. */
export const lumenWrite = z.strictObject({
  title: line(300).min(1, 'Give a title.'),
  subject: line(1_000),
  body: text(MAX_TEXT),
  reference: line(300).default('').describe('Reference used by the authority; omitted by default'),
  items: z.boolean().optional().describe('Whether URLs are included (default: as in the proposal)'),
});

export const publicStatementWrite = z.strictObject({
  title: line(300).min(1, 'Give a title.'),
  text: text(MAX_TEXT).min(1, 'Give a text.'),
});

export const publicationApprove = z.strictObject({
  digest: z.string().max(200).describe('Digest of the version that was read'),
});
export const publicationReturn = z.strictObject({ reason });

export const lumenSettle = z.union([
  z.strictObject({
    outcome: z.literal('accepted'),
    receipt: line(500).min(1, 'Give its URL or number at Lumen.').describe('Its URL or number at Lumen'),
  }),
  z.strictObject({ outcome: z.literal('again') }),
]);

const person = z.object({ id: z.string(), name: z.string() });
export const versionFields = {
  version: z.number().int(),
  state: z.enum(PUBLICATION_STATES),
  digest: z.string(),
  draftedBy: person,
  draftedAt: stamp,
  approvals: z.array(person),
  approvalsNeeded: z.number().int(),
  /** Whether the caller may approve or reject it. */
  mayJudge: z.boolean(),
  reason: z.string().nullable().describe('Why it was returned'),
  approvedAt: stampOrNull,
};

export const unpublishable = z
  .object({ code: z.enum(getKeys(UNPUBLISHABLE)), cure: z.string() })
  .nullable()
  .describe('Why nothing about it may be published; null: publication is allowed');

const redaction = z.object({ kind: z.enum(REDACTION_KINDS), text: z.string() });

export const lumenView = z.object({
  notice: z.uuid(),
  unpublishable,
  sending: z.boolean().describe('Whether approved versions are sent (LUMEN_URL)'),
  proposal: z
    .object({
      title: z.string(),
      subject: z.string(),
      body: z.string(),
      reference: z.string(),
      items: z.boolean(),
      redactions: z.array(redaction).describe('What was redacted, by kind'),
      urls: z.number().int().describe('URLs among the targets'),
    })
    .nullable(),
  versions: z.array(
    z.object({
      ...versionFields,
      body: z.record(z.string(), z.unknown()).describe("In the fields of Lumen's API, as it is sent"),
      remaining: z.array(redaction).describe('What would have been redacted but is still in it'),
      tries: z.number().int(),
      lastError: z.string().nullable(),
      receipt: z.string().nullable().describe('Its identifier at Lumen'),
      acceptedAt: stampOrNull,
    }),
  ),
});

/** Response to an act on a version: its state, and nothing of its content. */
export const publicationState = z.object({
  notice: z.uuid(),
  version: z.number().int(),
  state: z.enum(PUBLICATION_STATES),
  digest: z.string(),
  approvals: z.number().int(),
  approvalsNeeded: z.number().int(),
});

const figures = z.object({
  kind: z.string(),
  authority: z.string(),
  country: z.string(),
  law: z.string().nullable(),
  received: z.iso.date(),
  acknowledged: z.iso.date().nullable(),
  outcome: z.string(),
  items: z.number().int(),
  withheld: z.number().int(),
  countries: z.array(z.string()),
  removed: z.number().int(),
  labelled: z.number().int(),
  restored: z.number().int(),
});

export const publicStatementView = z.object({
  notice: z.uuid(),
  unpublishable,
  address: z.string().nullable().describe('Where everybody reads it; null: public statements are not shown here'),
  figures: figures.nullable().describe('Current figures'),
  outdated: z.boolean().describe("The figures of the public version differ from the ledger's current ones"),
  versions: z.array(z.object({ ...versionFields, title: z.string(), text: z.string(), figures })),
});
