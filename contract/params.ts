import { z } from 'zod';

/**
 * Path parameters accept any text: an unknown id is answered "not found" by its lookup, never as a malformed request.
 */
const text = z.string();

export const idParams = z.strictObject({ id: text });
export const numberParams = z.strictObject({ n: text });
/** Path of a numbered part of a notice: a letter, a submission, a list. */
export const partParams = z.strictObject({ id: text, n: text });
export const targetParams = z.strictObject({ id: text, no: text });
export const documentParams = z.strictObject({ id: text, digest: text });

export const pathWithId = z.object({ id: text });
