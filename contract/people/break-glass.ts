import { z } from 'zod';
import { reason } from '../fields.js';

export const breakGlass = z
  .strictObject({
    reason,
    hours: z.number().int().min(1).max(24).default(4).describe('How long the access lasts'),
  })
  .meta({ id: 'BreakGlass' });
