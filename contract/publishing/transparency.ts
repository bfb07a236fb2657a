import { z } from 'zod';
import { NOTICE_KINDS, OUTCOMES } from '../../domain/notices/notice.js';
import { CONTENT_CATEGORIES } from '../../domain/reports/content-category.js';
import { country, instant } from '../notice-create.js';
import { stamp, stampOrNull } from '../notice-view.js';
import { createPageSchema } from '../paging.js';
import { listQuery } from '../query.js';
import { asOf } from './reports.js';

const outcome = z.enum([...OUTCOMES, 'open']);
const category = z.enum([...CONTENT_CATEGORIES, 'not_stated']);
const day = z.iso.date().transform((text) => `${text}T00:00:00Z`);
const timeOrDay = z.union([instant, day], { message: 'Give a time with an offset, or a day, e.g. 2021-02-01 (UTC).' });
const period = {
  from: timeOrDay.describe('Received at or after this time'),
  to: timeOrDay.describe('Received before this time'),
  asOf,
};

export const transparencyQuery = listQuery({
  ...period,
  format: z.enum(['json', 'csv']).default('json').describe('`csv` returns the whole report in one answer'),
});

export const reportedNoticesQuery = listQuery({
  ...period,
  authority: z.string().max(100).optional().describe('Id in the directory; omit for an authority that is not in it'),
  name: z.string().max(1_000).describe('Name of the authority, as in the report'),
  country,
  regime: z.string().max(100),
  kind: z.enum(NOTICE_KINDS),
  outcome: outcome.optional().describe('Only notices with this outcome'),
  category: category.optional().describe('Only notices of this category'),
});

const minutes = z.number().nullable();
const appeals = z
  .object({
    received: z.number().int(),
    upheld: z.number().int(),
    restored: z.number().int(),
    changed: z.number().int(),
  })
  .describe("Users' appeals about these notices, and their outcomes");

const reportLine = z.object({
  authority: z.object({ id: z.string().nullable(), name: z.string(), country: z.string() }),
  regime: z.string(),
  kind: z.string(),
  notices: z.number().int(),
  targets: z.number().int(),
  targetsRestored: z.number().int().describe('Enforced because of these notices, and restored since'),
  byOutcome: z.record(z.string(), z.number().int()),
  byCategory: z.record(z.string(), z.number().int()).describe('By category set in triage'),
  appeals,
  medianMinutesToAcknowledge: minutes,
  medianMinutesToEffect: minutes,
  behind: z.string().describe('Where the notices are that were counted'),
});

export const transparencyReport = createPageSchema(reportLine).extend({ from: stamp, to: stamp, asOf: stamp });

export const reportedNotice = z.object({
  notice: z.uuid(),
  number: z.string(),
  receivedAt: stamp,
  targets: z.number().int(),
  targetsRestored: z.number().int(),
  outcome,
  category,
  appeals,
  acknowledgedAt: stampOrNull,
  effectiveAt: stampOrNull,
});
