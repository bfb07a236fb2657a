import { z } from 'zod';
import { NOTICE_KINDS, OUTCOMES } from '../../domain/notices/notice.js';
import { DECISION_ACTIONS } from '../../domain/targets/decision-action.js';
import { TARGET_STATUSES, TARGET_TYPES } from '../../domain/targets/target.js';
import { country, instant, languageTag } from '../notice-create.js';
import { stamp } from '../notice-view.js';
import { withoutNul } from '../query.js';

/** Max cases of one import: what one request and one transaction hold. */
const MAX_CASES = 5_000;

const utc = instant.transform((text) => new Date(text).toISOString()).describe('RFC 3339 with an offset');
/** Neither trimmed nor otherwise changed: a digest covers the text as sent. */
const sound = (text: z.ZodString) =>
  withoutNul(text).refine((value) => value.isWellFormed(), { message: 'holds an incomplete character' });
const word = (longest: number) => sound(z.string().min(1).max(longest));
const text = (longest: number) => sound(z.string().max(longest)).default('');
const at = utc.nullable().default(null);
const whole = z.number().int().min(0).max(2_147_483_647);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'Give a SHA-256 in hexadecimal digits.');

const caseTarget = z.strictObject({
  type: z.enum(TARGET_TYPES),
  locator: sound(z.string().max(100_000)),
  note: text(4_000),
  action: z.enum(DECISION_ACTIONS).nullable().default(null),
  grounds: z.array(word(100)).max(50).default([]),
  countries: z.array(country).max(300).default([]),
  status: z.enum(TARGET_STATUSES).default('undecided'),
  decidedAt: at,
});

const caseRecord = z.strictObject({
  submissions: z.array(
    z.strictObject({
      number: whole,
      purpose: word(100),
      state: word(100),
      digest: word(100),
      frozenAt: utc,
      finishedAt: utc.nullable(),
    }),
  ),
  effects: z.array(
    z.strictObject({
      no: whole,
      submission: whole,
      action: word(100),
      attempt: whole,
      status: word(100),
      at: utc.nullable(),
    }),
  ),
  clocks: z.array(
    z.strictObject({
      kind: word(100),
      basis: word(500),
      state: word(100),
      startsAt: utc,
      dueAt: utc,
      metAt: utc.nullable(),
    }),
  ),
  letters: z.array(
    z.strictObject({
      n: whole,
      kind: word(100),
      language: word(35),
      state: word(100),
      sentAt: utc.nullable(),
      sha256: hash,
    }),
  ),
  log: z.array(z.strictObject({ action: word(100), at: utc, leafHash: hash })),
});

/** A case of another system. It has no secrecy: secret cases are not imported. */
const importedCase = z.strictObject({
  source: word(200).describe('The system that the case comes from'),
  externalId: word(200).describe('Its id there; each is imported once'),
  kind: z.enum(NOTICE_KINDS),
  authority: z.strictObject({ name: word(300), country }),
  jurisdiction: country,
  law: word(100).describe('Id of a law of the rulebook'),
  reference: text(500),
  subject: text(1_000),
  body: text(1_000_000),
  language: languageTag.default('en'),
  receivedAt: utc,
  decidedAt: at,
  closedAt: at.describe('null: the case is open'),
  outcome: z.enum(OUTCOMES).nullable().default(null),
  targets: z.array(caseTarget).max(100_000).default([]),
  record: caseRecord.nullable().default(null).describe('What the desk that exported it has on record'),
});

/** `POST /v1/imports` and `/v1/imports/preview`. */
export const importWrite = z
  .strictObject({
    name: word(255).describe('Name of the file, for the person who confirms'),
    cases: z.array(importedCase).min(1).max(MAX_CASES, `Send at most ${MAX_CASES} cases in one import.`),
  })
  .meta({ id: 'ImportWrite' });

export const importPreview = z.object({
  cases: z.number().int(),
  open: z.number().int(),
  closed: z.number().int(),
  targets: z.number().int(),
  digest: z.string().describe('SHA-256 of the cases, which the second person confirms'),
  problems: z.array(z.object({ path: z.string().describe('JSON Pointer within the cases'), message: z.string() })),
  problemsTotal: z.number().int(),
});

/** A case as an export holds it: `digest` is the SHA-256 of its canonical JSON. */
export const exportedCase = z.object({
  case: z.record(z.string(), z.unknown()).describe('As `POST /v1/imports` takes it'),
  ledger: z.string().describe('SHA-256 of targets, decisions, effects and their instants'),
  digest: z.string(),
});

const summary = {
  id: z.string(),
  source: z.string(),
  externalId: z.string(),
  kind: z.enum(NOTICE_KINDS),
  authority: z.object({ name: z.string(), country: z.string() }),
  jurisdiction: z.string(),
  law: z.string(),
  reference: z.string(),
  subject: z.string(),
  receivedAt: stamp.describe('As the source says'),
  decidedAt: stamp.nullable(),
  closedAt: stamp.nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  targets: z.number().int(),
  importedAt: stamp,
  notice: z.object({ id: z.string(), number: z.string() }).nullable().describe('Filed as this notice'),
  erasedAt: stamp.nullable(),
};

export const importedCaseSummary = z.object(summary).describe('By the word of its source; the desk has proven nothing');

export const importedCaseView = z.object({
  ...summary,
  body: z.string(),
  language: z.string(),
  items: z.array(
    z.object({
      no: z.number().int(),
      type: z.enum(TARGET_TYPES),
      locator: z.string(),
      note: z.string(),
      action: z.enum(DECISION_ACTIONS).nullable(),
      grounds: z.array(z.string()),
      countries: z.array(z.string()),
      status: z.enum(TARGET_STATUSES),
      decidedAt: stamp.nullable(),
    }),
  ),
  record: z
    .object({
      submissions: z.number().int(),
      effects: z.number().int(),
      clocks: z.number().int(),
      letters: z.number().int(),
      log: z.number().int(),
    })
    .nullable()
    .describe('How much of the record of the desk that exported it came along'),
  ledger: z.string(),
  digest: z.string(),
});

/** `POST /v1/imported-cases/{id}/file`. */
export const fileImportedWrite = z
  .strictObject({
    authority: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('Id of the directory, if the case names one of its entries'),
  })
  .nullish();

export const filedImported = z.object({ notice: z.string().describe('Id of the new notice') });
