/** What a person is notified of, beside the escalation of deadlines, which nobody can turn off. */
export const NOTIFICATION_KINDS = ['approval', 'returned', 'assigned', 'mention', 'opinion'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** `none`: the person does not want a message; the event is still in their view. */
export type NotificationChannel = 'mail' | 'none';

/** Local times as HH:MM; they may span midnight. */
export interface QuietHours {
  from: string;
  until: string;
  /** IANA name. */
  zone: string;
}

export interface NotificationSettings {
  mail: Record<NotificationKind, boolean>;
  /** Messages wait until the end; null: none. */
  quiet: QuietHours | null;
}

export const DEFAULT_NOTIFICATIONS: NotificationSettings = {
  mail: { approval: true, returned: true, assigned: true, mention: true, opinion: true },
  quiet: null,
};
