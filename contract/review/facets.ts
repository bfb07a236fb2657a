import { z } from 'zod';
import { FACETS } from '../../domain/targets/facet.js';
import { targetView } from '../notice-parts.js';
import { targetFilter } from '../target-filter.js';
import { wholeNumber } from '../whole-number.js';

export const facetsQuery = z.strictObject({
  ...targetFilter,
  by: z.enum(FACETS).optional().describe('Also return three targets of each value of this facet'),
  draw: wholeNumber(0, 2_147_483_647).optional().describe('Another number returns other targets'),
});

export const facetsView = z
  .object({
    facets: z.array(
      z.object({
        facet: z.enum(FACETS),
        total: z.number().int().describe('Number of its values; only the most frequent are listed'),
        values: z.array(
          z.object({
            value: z
              .string()
              .describe('As the filter of this name takes it; of `action`, `none` is undecided and `blind` hidden'),
            count: z.number().int(),
            samples: z
              .array(
                targetView
                  .pick({ no: true, type: true, locator: true, protectedClass: true, flags: true })
                  .extend({ exists: z.boolean().describe('The platform knows it') }),
              )
              .describe('Empty unless asked for with `by`'),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Facets' });
