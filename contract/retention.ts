import { z } from 'zod';
import { ERASURE_STOPS, RETENTION_KINDS, RETENTION_STARTS } from '../domain/notices/retention-kinds.js';
import { stamp } from './notice-view.js';
import { assertion } from './people/assertion.js';
import { shortReason } from './people/short-reason.js';

const kind = z.enum(RETENTION_KINDS);
const period = z.string().describe('ISO 8601');

/** `POST /v1/notices/{id}/hold` and `…/lift-hold`. */
export const holdWrite = z
  .strictObject({ reason: shortReason, assertion: assertion.optional() })
  .meta({ id: 'HoldWrite' });

export const heldNotice = z.object({
  notice: z.string(),
  state: z.enum(['held', 'lift_requested', 'lifted']),
});

export const retentionRule = z.object({
  kind,
  period: period.nullable().describe('ISO 8601; null: kept permanently'),
  starts: z.enum(RETENTION_STARTS).describe('From when it is counted'),
  erased: z.string().describe('What is erased'),
  kept: z.string().describe('What remains'),
});

/** A closed notice with content that will be erased. */
export const plannedErasure = z.object({
  notice: z.string(),
  number: z.string(),
  closedAt: stamp,
  kinds: z.array(z.object({ kind, period, dueAt: stamp })).describe('What is not yet erased, earliest due first'),
  stop: z
    .enum(ERASURE_STOPS)
    .nullable()
    .describe('What prevents erasure, regardless of the period; null: nothing. `held`: a legal hold'),
});

/** What one erasure run erased. */
export const erasedNow = z.object({
  items: z.array(
    z.object({
      notice: z.string(),
      number: z.string(),
      kinds: z.array(z.object({ kind, period, counts: z.record(z.string(), z.number().int()) })),
    }),
  ),
});
