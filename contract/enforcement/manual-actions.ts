import { z } from 'zod';
import { MANUAL_EFFECTS, MANUAL_STATES } from '../../domain/targets/manual-action.js';
import { count, ownDocumentHash } from '../fields.js';
import { instant } from '../notice-create.js';
import { stamp } from '../notice-view.js';
import { shortReason } from '../people/short-reason.js';
import { withoutNul } from '../query.js';

const MAX_TARGETS = 100_000;

export const manualActionWrite = z
  .strictObject({
    effect: z.enum(MANUAL_EFFECTS),
    targets: z.array(count).min(1, 'Name the targets.').max(MAX_TARGETS),
    doneAt: instant.describe('When it was done: not before receipt, not in the future'),
    doneBy: withoutNul(z.string().trim().min(1, 'Say who did it.').max(200)).describe('Who did it on the platform'),
    evidence: withoutNul(z.string().trim().max(4_000))
      .default('')
      .describe('What shows it; may be empty if `document` is given'),
    document: ownDocumentHash.optional(),
  })
  .meta({ id: 'ManualActionWrite' });

export const manualActionRefusal = z.strictObject({ confirm: z.literal(false), reason: shortReason });

export const manualActionSettle = z
  .discriminatedUnion('confirm', [z.strictObject({ confirm: z.literal(true) }), manualActionRefusal])
  .meta({ id: 'ManualActionSettle' });

export const manualActionView = z
  .object({
    number: z.number().int(),
    effect: z.enum(MANUAL_EFFECTS),
    targets: z.number().int(),
    ranges: z.array(z.tuple([z.number().int(), z.number().int()])).describe('Numbers of the targets, first and last'),
    doneAt: stamp,
    doneBy: z.string().describe('Empty once erased'),
    evidence: z.string(),
    document: z.string().nullable(),
    by: z.string().describe('Person id of the recorder'),
    byName: z.string(),
    at: stamp,
    state: z.enum(MANUAL_STATES),
    settled: z.object({ by: z.string(), byName: z.string(), at: stamp }).nullable(),
    proven: z
      .object({ targets: z.number().int(), at: stamp.nullable().describe('Null until all are') })
      .describe('Targets whose effect enforcement itself has read back'),
  })
  .meta({ id: 'ManualAction' });
