import type { Session } from './session.js';

/** The session as the desk has it, or null when there is none. */
export async function readSession(): Promise<Session | null> {
  const response = await fetch('/v1/session', { headers: { accept: 'application/json' } });
  return response.ok ? ((await response.json()) as Session) : null;
}
