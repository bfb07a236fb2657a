export interface SessionLimits {
  /** Max time without use. */
  idleMinutes: number;
  /** Max time since the sign-in, used or not. */
  lengthMinutes: number;
}

const MINUTE_MS = 60_000;
/** Uses are recorded at most this often: otherwise a busy console would write a row with each request. */
const SEEN_EVERY_MS = MINUTE_MS;

export function absoluteEnd(startedAt: Date, { lengthMinutes }: SessionLimits): Date {
  return new Date(startedAt.getTime() + lengthMinutes * MINUTE_MS);
}

/** A session is live if it began and was last used after these instants. */
export interface LiveSince {
  startedAfter: Date;
  seenAfter: Date;
}

export function liveSince({ idleMinutes, lengthMinutes }: SessionLimits, now: Date): LiveSince {
  const before = (minutes: number) => new Date(now.getTime() - minutes * MINUTE_MS);
  return { startedAfter: before(lengthMinutes), seenAfter: before(idleMinutes) };
}

export function isSessionLive(
  { startedAt, lastSeenAt }: { startedAt: Date; lastSeenAt: Date },
  limits: SessionLimits,
  now: Date,
): boolean {
  const { startedAfter, seenAfter } = liveSince(limits, now);
  return startedAt > startedAfter && lastSeenAt > seenAfter;
}

export function isUseWorthWriting(lastSeenAt: Date, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS;
}

/**
 * Returns the console path to open after the sign-in, or `/`. Also returns `/` for anything a browser could read as
 * another host ("//evil.example", "/\evil.example", a tab or line end between the slashes).
 */
export function localPath(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 2_000) return '/';
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted) ? wanted : '/';
}
