import { z } from 'zod';
import type { FactField } from '../domain/rulebook/regime.js';
import { LINK_KINDS, NOTICE_KINDS, SECRECY_LEVELS } from '../domain/notices/notice.js';
import { TARGET_TYPES, type Counted, type SentTarget } from '../domain/targets/target.js';
import { readDurationSeconds } from './duration.js';
import { readMediaType, MEDIA_TYPE_CURE } from './media-type.js';

/** Max targets in one request (docs/integrating/interface.md, Intake). */
export const MAX_TARGETS = 100_000;

/** A hundred years: longer than any deadline, and short enough that every computed instant is a valid date. */
const MAX_SECONDS = 3_153_600_000;

/** RFC 3339 with an offset; a time without one could mean any of 38 hours. */
export const instant = z.iso
  .datetime({ offset: true, message: 'Give an RFC 3339 time with an offset, e.g. 2026-02-19T23:50:00+05:30.' })
  .refine((value) => !Number.isNaN(Date.parse(value)), { message: 'There is no such time.' });

/** An ISO 8601 duration of days and smaller units, as seconds. */
export const duration = z
  .string()
  .max(100)
  .transform((text, context) => {
    const seconds = readDurationSeconds(text);
    if (seconds !== null && seconds <= MAX_SECONDS) return seconds;
    context.addIssue({ code: 'custom', message: 'Give an ISO 8601 duration in days or smaller, e.g. PT24H.' });
    return z.NEVER;
  });

export const country = z.string().regex(/^[A-Z]{2}$/, 'Give an ISO 3166 country code, e.g. IN.');

export const languageTag = z.string().regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, 'Give a BCP 47 language, e.g. en.');

export const orderedDeadline = z.union([
  z.strictObject({ at: instant }),
  z.strictObject({ within: z.string().max(100).describe('ISO 8601 duration') }),
  z.strictObject({ immediately: z.literal(true) }),
]);

/** Instants, other than issue, service and receipt, that start a clock or that a legal minimum period protects. */
export const startFacts = z.strictObject({
  actualKnowledgeAt: instant.nullish().describe('Date of knowledge, if different from receipt'),
  clarifiedAt: instant.nullish().describe('When the authority answered our question'),
  obstacleEndedAt: instant.nullish().describe('When the impossibility of compliance ended'),
  courtConfirmedAt: instant.nullish().describe('When a court confirmed the order'),
  requestReceivedAt: instant
    .nullish()
    .describe('When the authority received the request that it acts on, if its document says so'),
  hearingAt: instant.nullish().describe('When the authority intends to hear us'),
  enforcingNoticeAt: instant
    .nullish()
    .describe('When we received an order whose text says that the enforcing authority was also notified'),
  disclosureClearedAt: instant.nullish().describe('When the enforcing authority said that it raises no objection'),
} satisfies Record<FactField, unknown>);
export const documentTimes = startFacts.extend({ servedAt: instant.nullish(), issuedAt: instant.nullish() });
export type StartFacts = z.infer<typeof startFacts>;

export const secrecy = z
  .strictObject({
    level: z.enum(SECRECY_LEVELS),
    people: z.array(z.string().min(1).max(100)).max(200).optional().describe('Person ids or `role:<role>`'),
    until: instant.nullish(),
  })
  .refine((value) => value.level !== 'gagged' || (value.people ?? []).length > 0, {
    path: ['people'],
    message: 'A gagged notice must name the people who have access.',
  });

export const sentTarget = z.strictObject({
  type: z.enum(TARGET_TYPES),
  locator: z.string().max(100_000),
  note: z.string().max(4_000).default(''),
});

export const sentDocument = z.strictObject({
  name: z.string().max(255).min(1),
  mediaType: z
    .string()
    .max(255)
    .refine((text) => /^[\x20-\x7e]+$/.test(text) && readMediaType(text) !== undefined, MEDIA_TYPE_CURE),
  contentBase64: z.base64(),
});

/** `POST /v1/notices` (docs/integrating/interface.md, Intake). */
export const noticeCreate = z
  .strictObject({
    kind: z.enum(NOTICE_KINDS),
    authority: z.union([
      z.string().min(1).max(100),
      z.strictObject({ name: z.string().max(300).min(1), country, email: z.string().max(254).nullish() }),
    ]),
    jurisdiction: country,
    regime: z.string().max(100).nullish(),
    reference: z.string().max(500).default(''),
    issuedAt: instant.nullish(),
    servedAt: instant.nullish(),
    receivedAt: instant.nullish(),
    effectiveUntil: instant
      .nullish()
      .describe('When the order expires, as stated in it; after that, people must restore what it holds'),
    channel: z.string().max(50).default('api'),
    language: languageTag.default('en'),
    subject: z.string().max(1_000).default(''),
    body: z.string().max(1_000_000).default(''),
    orderedDeadline: orderedDeadline.nullish(),
    facts: startFacts.default({}),
    secrecy: secrecy.default({ level: 'open' }),
    relatesTo: z
      .array(z.strictObject({ notice: z.string().max(100), as: z.enum(LINK_KINDS) }))
      .max(100)
      .default([]),
    targets: z.array(sentTarget).max(MAX_TARGETS, `Send at most ${MAX_TARGETS} targets in one notice.`).default([]),
    targetsFollow: z.boolean().default(false),
    documents: z.array(sentDocument).max(50).default([]),
  })
  .meta({ id: 'NoticeCreate' });

export type NoticeCreate = Omit<z.infer<typeof noticeCreate>, 'targets'> & { targets: Counted<SentTarget> };
