import { z } from 'zod';

const BYTES = { schema: z.any().meta({ type: 'string', format: 'binary' }) };

/** Documents a response that is not JSON. The schema says bytes; the response is not validated. */
export function binary(mediaType: string, description: string) {
  return { description, content: { [mediaType]: BYTES } };
}

export const sentFile = binary('*/*', 'The file, with the media type it was sent with');

export function jsonOrCsv<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema }, 'text/csv': BYTES } };
}

export function jsonOrFeed<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema }, 'application/feed+json': BYTES } };
}
