import { z } from 'zod';
import { pageQuery } from './paging.js';

/** NUL is rejected because PostgreSQL text cannot hold it. */
export const withoutNul = (text: z.ZodString) =>
  text.refine((value) => !value.includes('\0'), { message: 'holds a NUL character' });

export function queryText(longest: number) {
  return withoutNul(z.string().min(1).max(longest));
}

/** Builds the query of a list: paging and the list's own filters; unknown parameters are rejected. */
export function listQuery<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...pageQuery.shape, ...shape });
}

/** Rejects every query parameter. */
export const noQuery = z.strictObject({});

/** Body of an act that needs none: absent, or an empty object. */
export const noBody = z.strictObject({}).nullish();

/** A switch that only narrows: `false` equals leaving it out. */
export const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional();

const LARGEST_INT = 2_147_483_647;

/** Sort keys as they return in a cursor. Bounds match the columns, so a forged cursor causes only a field error. */
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
