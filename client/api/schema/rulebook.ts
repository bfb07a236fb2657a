import { z } from 'zod';
import { CLOCK_KINDS } from '../../../domain/clock.js';
import { NOTICE_KINDS } from '../../../domain/notice.js';
import { ROLES } from '../../../domain/permission.js';

const counting = z.object({
  amount: z.number().int(),
  unit: z.enum(['minute', 'hour', 'calendar_day', 'business_day', 'business_hour', 'month']),
  dueTime: z.enum(['same_time', 'end_of_day']),
  roll: z.enum(['none', 'following', 'preceding']),
  stop: z.boolean(),
});

const clockRule = z.object({
  kind: z.enum(CLOCK_KINDS),
  owner: z.enum(['us', 'authority']),
  basis: z.enum(['law', 'house']),
  startsOn: z.enum(['issue', 'service', 'receipt', 'actual_knowledge']),
  counting: counting.nullable().describe('null: the order sets the time'),
  extend: z.boolean(),
  ladder: z.array(z.object({ percent: z.number(), to: z.array(z.enum(ROLES)), page: z.boolean() })),
  source: z.string(),
  confidence: z.enum(['primary', 'secondary', 'from_memory', 'house']),
});

/** One version of one law. */
export const regimeVersionView = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  jurisdiction: z.string(),
  zone: z.string(),
  calendar: z.string().nullable(),
  status: z.enum(['draft', 'in_force', 'suspended', 'partly_annulled', 'annulled', 'repealed']),
  inForceFrom: z.string(),
  inForceTo: z.string().nullable(),
  immediatelySeconds: z.number().int().describe('House number for "immediately"'),
  countries: z.array(z.string()),
  noticeKinds: z.array(z.enum(NOTICE_KINDS)),
  authorities: z.array(z.string()),
  clocks: z.array(clockRule),
  summary: z.string(),
});

/** A law at a time, with its other versions. */
export const regimeView = regimeVersionView.extend({
  family: z.string(),
  jurisdictions: z.array(z.string()),
  versions: z.array(
    z.object({ version: z.string(), status: z.string(), inForceFrom: z.string(), inForceTo: z.string().nullable() }),
  ),
});

export const groundView = z.object({
  code: z.string(),
  lanes: z.array(z.string()).describe('Lanes that the ground fits'),
  needsNote: z.boolean(),
  title: z.record(z.string(), z.string()).describe('By language'),
  text: z.record(z.string(), z.string()).describe('By language; stands in letters'),
});
