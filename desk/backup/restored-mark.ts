import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const RESTORED = 'restored.json';

const schema = z.object({ from: z.iso.datetime() });

/** The instant to which the desk of this home was restored; undefined if never. */
export function restoredFrom(home: string): string | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(join(home, RESTORED), 'utf8'))).from;
  } catch {
    return undefined;
  }
}
