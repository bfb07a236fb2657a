import { z } from 'zod';
import { EXPOSURE_DAYS } from '../../domain/people/exposure.js';

export const exposureView = z
  .object({
    person: z.string().describe('Person id'),
    name: z.string(),
    graphic: z.number().int().describe('Items of notices in a category that is likely to be graphic'),
    protected: z.number().int().describe('Items of a protected class'),
  })
  .meta({ id: 'Exposure', description: `Items decided, reviewed or viewed in the last ${EXPOSURE_DAYS} days` });
