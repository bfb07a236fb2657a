import { z } from 'zod';
import { pageQuery } from './paging.js';

/** Text in a query. NUL is refused because the registry's text cannot hold it. */
export function queryText(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .refine((value) => !value.includes('\0'), { message: 'holds a NUL character' });
}

/** The query of a list: paging and the list's own filters, nothing else. */
export function listQuery<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...pageQuery.shape, ...shape });
}

/** A route that takes no query parameters says so to whoever sends one. */
export const noQuery = z.strictObject({});

/** The body of an act that needs none: nothing, or an empty object. */
export const noBody = z.strictObject({}).nullish();

/** A switch that only narrows: `false` is the same as leaving it out. */
export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();

const LARGEST_INT = 2_147_483_647;

/** Sort keys as they come back in a cursor. Bounds are those of the columns: a forged cursor is a field error, no more. */
export const cursorKeys = {
  int: z.number().int().min(-1).max(LARGEST_INT),
  seq: z.number().int().min(0),
  uuid: z.uuid(),
  text: z
    .string()
    .max(1_000)
    .refine((value) => !value.includes('\0')),
  /** Milliseconds within the years 1 to 9999. */
  ms: z.number().int().min(-62_135_596_800_000).max(253_402_300_799_999),
};
