import { z } from 'zod';
import { DETAIL_FIELDS } from '../../domain/notices/details.js';

export const detailsView = z.partialRecord(z.enum(DETAIL_FIELDS), z.string().trim().max(1_000));

export const detailsWrite = z
  .strictObject({ details: detailsView.describe('Fields of the kind of the notice; an empty text clears one') })
  .meta({ id: 'DetailsWrite' });

export const detailsWritten = z.object({ notice: z.string(), details: detailsView });
