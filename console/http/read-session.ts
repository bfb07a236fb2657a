import { readAnswer } from './answer.js';
import type { Session } from './session.js';

/** Returns the session, or null if there is none. Asks the public endpoint first, so that a visitor causes no 401. */
export async function readSession(): Promise<Session | null> {
  const info = await fetch('/auth/info', { headers: { accept: 'application/json' } });
  if (info.ok && !(await readAnswer<{ signedIn: boolean }>(info)).signedIn) return null;
  const response = await fetch('/v1/session', { headers: { accept: 'application/json' } });
  return response.ok ? readAnswer<Session>(response) : null;
}
