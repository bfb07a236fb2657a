import { z } from 'zod';

/** A whole number in a query, digits only: `1e2`, `+5` and ` 7` are rejected. */
export function wholeNumber(least: number, max: number) {
  return z
    .any()
    .transform((text: unknown, context): number => {
      const value = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : NaN;
      if (value >= least && value <= max) return value;
      context.addIssue({ code: 'custom', message: `Give one whole number from ${least} to ${max}, in digits.` });
      return z.NEVER;
    })
    .meta({ type: 'integer', minimum: least, maximum: max });
}
