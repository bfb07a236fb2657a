import type { z } from 'zod';
import type { notificationSettings } from '../../contract/people/notifications.js';
import { DEFAULT_NOTIFICATIONS } from '../../domain/people/notification.js';
import { findNotificationSettings, saveNotificationSettings } from '../../registry/people/person-settings.js';
import type { Caller } from '../caller.js';
import type { Services } from '../services.js';

type Settings = z.output<typeof notificationSettings>;

export async function getNotificationSettings({ db }: Pick<Services, 'db'>, { person }: Caller): Promise<Settings> {
  return (await findNotificationSettings(db, [person.id])).get(person.id) ?? DEFAULT_NOTIFICATIONS;
}

/** Replaces all; one left out returns to its default. */
export async function replaceNotificationSettings(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { person }: Caller,
  notifications: Settings,
): Promise<Settings> {
  await saveNotificationSettings(db, { personId: person.id, notifications, at: now() });
  return notifications;
}
