import { z } from 'zod';

/** Documents an answer that is not JSON. The schema says bytes; nothing is checked on the way out. */
export function binary(mediaType: string, description: string) {
  return { description, content: { [mediaType]: { schema: z.any().meta({ type: 'string', format: 'binary' }) } } };
}
