import { z } from 'zod';

const BYTES = { schema: z.any().meta({ type: 'string', format: 'binary' }) };

/** Documents an answer that is not JSON. The schema says bytes; nothing is checked on the way out. */
export function binary(mediaType: string, description: string) {
  return { description, content: { [mediaType]: BYTES } };
}

/** Documents an answer that is JSON or, where it is asked for, a table. */
export function jsonOrCsv<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema }, 'text/csv': BYTES } };
}

/** Documents a list that can also be had as a JSON Feed. */
export function jsonOrFeed<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema }, 'application/feed+json': BYTES } };
}
