import type { Caller } from '../../../application/caller.js';
import { ApiProblem } from '../../problems.js';

/** Each stream polls the database: one caller's streams must not become a load for everyone. */
const STREAMS_A_CALLER = 10;
const RETRY_SECONDS = 15;

const opened = new Map<string, number>();

function getStreamOwner({ key, session }: Caller): string {
  return session === null ? `key:${key?.id}` : `session:${session.id}`;
}

/**
 * Counts a stream of this process; returns the function that releases it. Throws `rate-limited` if the caller has ten.
 */
export function takeStreamPlace(caller: Caller): () => void {
  const name = getStreamOwner(caller);
  const before = opened.get(name) ?? 0;
  if (before >= STREAMS_A_CALLER)
    throw new ApiProblem(
      'rate-limited',
      `You already have ${STREAMS_A_CALLER} event streams open. Close one, or use another key.`,
      { headers: { 'retry-after': String(RETRY_SECONDS) } },
    );
  opened.set(name, before + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = (opened.get(name) ?? 1) - 1;
    if (left === 0) opened.delete(name);
    else opened.set(name, left);
  };
}
