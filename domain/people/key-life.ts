const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** How long a key lives where nobody says otherwise. */
export const KEY_LIFE_MS = 90 * DAY_MS;
/** A key that ends sooner than this is shown as ending. */
const KEY_ENDS_SOON_MS = 14 * DAY_MS;
/** How long the owner of a confirmed key has to claim it, and how long the first key of a person lives. */
export const CLAIM_LIFE_MS = DAY_MS;
/** What the key is called that the registry step makes for a person who cannot get in. */
export const FIRST_KEY = 'first key';

/** When a key ends: as said, else after 90 days. */
export function keyEnd(said: Date | null, now: Date): Date {
  return said ?? new Date(now.getTime() + KEY_LIFE_MS);
}

/** Whether a key still opens something and will not for long. */
export function endsSoon(expiresAt: Date | null, now: Date): boolean {
  if (expiresAt === null || expiresAt <= now) return false;
  return expiresAt.getTime() - now.getTime() <= KEY_ENDS_SOON_MS;
}

/** Whether a use is to be written down: at most once a minute. */
export function isKeyUseWorthWriting(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= MINUTE_MS;
}
