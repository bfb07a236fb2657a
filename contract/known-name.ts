import { z } from 'zod';

/**
 * A name from one of our sets, not validated in responses: a later release may have recorded one that this release does
 * not know, and the entry must still be shown.
 */
export function knownName<Name extends string>(): z.ZodType<Name> {
  return z.string() as unknown as z.ZodType<Name>;
}
