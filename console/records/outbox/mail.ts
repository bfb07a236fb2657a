import type { z } from 'zod';
import type { caughtMail } from '../../../contract/ops.js';

/** A mail sent by the embedded server to its own catcher (`GET /v1/outbox`). */
export type CaughtMail = z.infer<typeof caughtMail>;

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
