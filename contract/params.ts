import { z } from 'zod';

/**
 * What stands in the paths of the routes. Any text is let through: one that names nothing is answered "not found", by
 * whoever looks for it, and never as a fault of the request.
 */
const text = z.string();

export const idParams = z.strictObject({ id: text });
export const numberParams = z.strictObject({ n: text });
/** Of one part of a notice that has a number: a letter, a submission, a list. */
export const partParams = z.strictObject({ id: text, n: text });
export const targetParams = z.strictObject({ id: text, no: text });
export const documentParams = z.strictObject({ id: text, digest: text });

/** Any path that has an id. */
export const pathWithId = z.object({ id: text });
