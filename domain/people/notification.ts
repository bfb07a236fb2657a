import { buildRecord } from '../record-keys.js';

/** What a person is notified of, beside the escalation of deadlines, which nobody can turn off. */
export const NOTIFICATION_KINDS = ['approval', 'returned', 'assigned', 'mention', 'opinion'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** How a person is reached. `push`: by their browsers; `webhook`: by an address of their own, as of a chat. */
export const CHANNELS = ['mail', 'push', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];
/** `none`: the person does not want a message; the event is still in their view. */
export type NotificationChannel = Channel | 'none';

/** Local times as HH:MM; they may span midnight. */
export interface QuietHours {
  from: string;
  until: string;
  /** IANA name. */
  zone: string;
}

export interface NotificationSettings extends Record<Channel, Record<NotificationKind, boolean>> {
  /** Messages wait until the end; null: none. */
  quiet: QuietHours | null;
}

export const DEFAULT_NOTIFICATIONS: NotificationSettings = {
  ...buildRecord(CHANNELS, () => buildRecord(NOTIFICATION_KINDS, () => true)),
  quiet: null,
};

/** Settings stored before a channel or kind existed have its default. */
export function completeSettings(stored: Partial<NotificationSettings>): NotificationSettings {
  const { quiet = null } = stored;
  return { ...buildRecord(CHANNELS, (channel) => ({ ...DEFAULT_NOTIFICATIONS[channel], ...stored[channel] })), quiet };
}
