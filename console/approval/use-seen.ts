import { useState } from 'react';
import type { SubmissionRecord } from './types.js';

type Seen = Pick<SubmissionRecord, 'number' | 'digest'>;

/**
 * Tracks the submission the reader has seen. If another one replaces it on screen, approval is blocked until they
 * confirm having read the new one.
 */
export function useSeen({ number, digest }: SubmissionRecord): { before: number | null; markSeen: () => void } {
  const [seen, setSeen] = useState<Seen>({ number, digest });
  return {
    before: seen.digest === digest ? null : seen.number,
    markSeen: () => setSeen({ number, digest }),
  };
}
