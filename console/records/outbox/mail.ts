/** A mail that the embedded desk has sent to its own catcher (`GET /v1/outbox`). */
export interface CaughtMail {
  id: string;
  messageId: string | null;
  envelope: { from: string; to: string[] };
  headers: Record<string, string | string[]>;
  subject: string | null;
  text: string | null;
  html: string | null;
  raw: string;
  receivedAt: string;
}

/** The number of the notice that a mail is about, as it stands in the subject. */
export function noticeNumberOf(subject: string | null): string | null {
  return /\[(N-\d{4}-\d{6,})\]/.exec(subject ?? '')?.[1] ?? null;
}

/** Headers one a line, a repeated one as often as it came. */
export function headerLines(headers: CaughtMail['headers']): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, one]),
  );
}
