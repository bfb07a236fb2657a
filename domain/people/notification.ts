import { openZone } from '../clock-arithmetic/local-time.js';
import { DAY_MS } from '../clock-arithmetic/calendar-date.js';

/** What a person is notified of, beside the escalation of deadlines, which nobody can turn off. */
export const NOTIFICATION_KINDS = ['approval', 'returned', 'assigned'] as const;
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
  mail: { approval: true, returned: true, assigned: true },
  quiet: null,
};

/** Returns the end of the quiet hours that an instant lies in; null if it lies in none. */
export function endOfQuietMs({ from, until, zone }: QuietHours, nowMs: number): number | null {
  const [start, end] = [minutesOf(from), minutesOf(until)];
  const { toLocal, toInstant } = openZone(zone);
  const local = toLocal(nowMs);
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const now = (local - midnight) / 60_000;
  const isQuiet = start <= end ? now >= start && now < end : now >= start || now < end;
  if (!isQuiet) return null;
  const isTomorrow = start > end && now >= start;
  return toInstant(midnight + (isTomorrow ? DAY_MS : 0) + end * 60_000);
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
