import type { CaughtMail } from '../../http/types.js';

/** Returns the notice number in a subject; null if there is none. */
export function parseNoticeNumber(subject: string | null): string | null {
  return /\[(N-\d{4}-\d{6,})\]/.exec(subject ?? '')?.[1] ?? null;
}

/** Returns one line per header; a repeated header appears as often as it was received. */
export function headerLines(headers: CaughtMail['headers']): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, one]),
  );
}
