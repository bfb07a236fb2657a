import { z } from 'zod';

/** A whole number in a query, digits only: `1e2`, `+5` and ` 7` are rejected. */
export function wholeNumber(least: number, most: number) {
  return z
    .any()
    .transform((text: unknown, context): number => {
      const value = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : NaN;
      if (value >= least && value <= most) return value;
      context.addIssue({ code: 'custom', message: `Give one whole number from ${least} to ${most}, in digits.` });
      return z.NEVER;
    })
    .meta({ type: 'integer', minimum: least, maximum: most });
}
