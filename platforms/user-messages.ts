import type { PlatformConnection } from './connection.js';

export interface PlatformMessage {
  key: string;
  type: string;
  id: string;
  language: string;
  subject: string;
  text: string;
  /** Where the user may appeal; empty if the desk has no public address. */
  appealUrl: string;
}

export function sendPlatformMessages(
  ask: PlatformConnection['ask'],
  messages: readonly PlatformMessage[],
): Promise<unknown> {
  return ask({ method: 'POST', path: '/messages', body: { messages }, question: true });
}
