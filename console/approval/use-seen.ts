import { useState } from 'react';
import type { Submission } from './types.js';

type Seen = Pick<Submission, 'number' | 'digest'>;

/**
 * What the reader has read so far. When another submission takes its place under their eyes, their yes is barred until
 * they say that they have read the new one.
 */
export function useSeen({ number, digest }: Submission): { before: number | null; markSeen: () => void } {
  const [seen, setSeen] = useState<Seen>({ number, digest });
  return {
    before: seen.digest === digest ? null : seen.number,
    markSeen: () => setSeen({ number, digest }),
  };
}
