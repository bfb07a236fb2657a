const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export const KEY_LIFE_MS = 90 * DAY_MS;
const KEY_ENDS_SOON_MS = 14 * DAY_MS;
/** Time for the owner of a confirmed key to claim it; also the lifetime of a person's first key. */
export const CLAIM_LIFE_MS = DAY_MS;
/** Name of the key that the registry step creates for a person who cannot sign in. */
export const FIRST_KEY = 'first key';

/** Returns when a key expires: as requested, otherwise after 90 days. */
export function keyEnd(said: Date | null, now: Date): Date {
  return said ?? new Date(now.getTime() + KEY_LIFE_MS);
}

export function endsSoon(expiresAt: Date | null, now: Date): boolean {
  if (expiresAt === null || expiresAt <= now) return false;
  return expiresAt.getTime() - now.getTime() <= KEY_ENDS_SOON_MS;
}

/** Whether a use needs recording: at most once a minute. */
export function isKeyUseWorthWriting(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= MINUTE_MS;
}
