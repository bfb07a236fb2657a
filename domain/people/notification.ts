/** What a person is notified of. */
export type NotificationKind = 'approval' | 'returned' | 'assigned';

export type NotificationChannel = 'mail';
