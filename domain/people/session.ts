/** How long console sessions live. */
export interface SessionLimits {
  /** Without use. */
  idleMinutes: number;
  /** From the sign-in, used or not. */
  lengthMinutes: number;
}

const MINUTE_MS = 60_000;
/** A use is written down at most this often: a busy console would write a row with each request. */
const SEEN_EVERY_MS = MINUTE_MS;

/** When a session ends whatever its person does. */
export function absoluteEnd(startedAt: Date, { lengthMinutes }: SessionLimits): Date {
  return new Date(startedAt.getTime() + lengthMinutes * MINUTE_MS);
}

/** A session stands while it began and was used after these instants. */
export interface LiveSince {
  startedAfter: Date;
  seenAfter: Date;
}

/** After which instants a session must have begun and been used to stand now. */
export function liveSince({ idleMinutes, lengthMinutes }: SessionLimits, now: Date): LiveSince {
  const before = (minutes: number) => new Date(now.getTime() - minutes * MINUTE_MS);
  return { startedAfter: before(lengthMinutes), seenAfter: before(idleMinutes) };
}

/** Whether a session stands at an instant. */
export function isSessionLive(
  { startedAt, lastSeenAt }: { startedAt: Date; lastSeenAt: Date },
  limits: SessionLimits,
  now: Date,
): boolean {
  const { startedAfter, seenAfter } = liveSince(limits, now);
  return startedAt > startedAfter && lastSeenAt > seenAfter;
}

/** Whether a use at an instant is to be written down. */
export function isUseWorthWriting(lastSeenAt: Date, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS;
}

/**
 * Where to go after the sign-in: a path of the console, or its start. Anything that a browser could read as another
 * host ("//evil.example", "/\evil.example", a tab or line end between the slashes) is the start too.
 */
export function localPath(wanted: string | undefined): string {
  if (wanted === undefined || wanted.length > 2_000) return '/';
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted) ? wanted : '/';
}
