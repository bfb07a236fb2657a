import { z } from 'zod';
import { wholeNumber } from './whole-number.js';

export const DEFAULT_LIMIT = 50;
export const LARGEST_LIMIT = 200;

export const pageQuery = z.object({
  limit: wholeNumber(1, LARGEST_LIMIT).default(DEFAULT_LIMIT).describe('Items per page, at most 200'),
  cursor: z.string().max(2000).optional().describe('`nextCursor` of the previous page'),
  count: z.enum(['true', 'false']).optional().describe('`true` adds `total`'),
});

export type PageQuery = z.output<typeof pageQuery>;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
}

export function createPageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int().optional() });
}
