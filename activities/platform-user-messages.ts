import type { PlatformConnection } from './platform-connection.js';

/** A message to whoever owns an item, as the port takes it. */
export interface PlatformMessage {
  key: string;
  type: string;
  id: string;
  language: string;
  subject: string;
  text: string;
  /** Where the user may appeal; empty where the desk has no public address. */
  appealUrl: string;
}

/** Asks the platform to tell users; undefined: it offers no such thing. A message sent again under its key is one. */
export function sendPlatformMessages(
  ask: PlatformConnection['ask'],
  messages: readonly PlatformMessage[],
): Promise<unknown> {
  return ask({ method: 'POST', path: '/messages', body: { messages }, question: true });
}
