import { z } from 'zod';
import { QUEUE_COLUMNS } from '../../domain/people/queue-columns.js';
import type { FirstStep } from '../../domain/people/first-steps.js';
import { knownName } from '../known-name.js';
import { line } from './admin.js';
import { count } from '../fields.js';
import { stamp } from '../notice-view.js';

export const presenceWrite = z
  .strictObject({
    doing: z.enum(['review', 'approval', 'reading']),
    at: count.nullish().describe('Number of the target being viewed'),
  })
  .meta({ id: 'PresenceWrite' });

export const presenceView = z.object({
  notice: z.string(),
  person: z.string(),
  name: z.string(),
  doing: z.enum(['review', 'approval', 'reading']),
  at: z.number().int().nullable().describe('Number of the target being viewed'),
  since: stamp,
});

export const viewWrite = z
  .strictObject({
    name: line(100).describe('An existing view of yours with this name is overwritten'),
    query: z
      .string()
      .max(1_000)
      .regex(/^[\x21-\x7e]*$/, "Give the query string from the queue's URL, percent-encoded.")
      .transform((text) => text.replace(/^\?/, '')),
    shared: z.boolean().default(false).describe('Visible to everyone'),
  })
  .meta({ id: 'ViewWrite' });

export const savedView = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  mine: z.boolean(),
});

export const settings = z
  .strictObject({
    theme: z.enum(['system', 'light', 'dark']).default('system'),
    density: z.enum(['comfortable', 'compact']).default('comfortable'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Give a language, e.g. en or pt-BR.')
      .max(35)
      .nullable()
      .default(null)
      .describe("null: the browser's setting"),
    media: z.enum(['hidden', 'blur', 'grey', 'shown']).default('hidden').describe('How content is shown initially'),
    muted: z.boolean().default(true),
    preview: z.enum(['shown', 'folded']).default('shown').describe('The preview beside the queue'),
    hiddenColumns: z.array(z.enum(QUEUE_COLUMNS)).default([]).describe('Columns that the queue does not show'),
  })
  .meta({ id: 'Settings' });

export const firstStepsView = z.object({
  done: z.array(knownName<FirstStep>()).describe("Steps of the caller's roles that one of their recent acts fulfils"),
});
