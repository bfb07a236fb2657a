import { z } from 'zod';
import { stamp } from './notice-view.js';

/** An item that is restricted on the platform (`GET /v1/restrictions`). */
export const restrictionView = z.object({
  type: z.string(),
  locator: z.string(),
  countries: z.array(z.string()),
  everywhere: z.boolean(),
  supportedBy: z.array(z.string()).describe('Notices that support it'),
  since: stamp,
});

/** A restriction in force without a valid legal basis (`GET /v1/reports/unsupported-restrictions`). */
export const unsupportedView = z.object({
  notice: z.string(),
  number: z.string(),
  target: z.number().int(),
  type: z.string(),
  locator: z.string(),
  countries: z.array(z.string()),
  everywhere: z.boolean(),
  since: stamp.describe('In force since'),
  cause: z.enum([
    'expired',
    'revoked',
    'narrowed',
    'amended',
    'annulled',
    'stayed',
    'ratification_refused',
    'void',
    'withdrawn',
  ]),
  why: z.string(),
  unsupportedSince: stamp,
  heldByOthers: z.boolean().describe('Another notice also supports it: restoring may change nothing on the platform'),
});
