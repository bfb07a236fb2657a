import type { Shift } from '../../domain/roster/shifts.js';
import type { Weekday } from '../../domain/clock-arithmetic/calendar-date.js';
import { formatDay, formatLanguage, formatList, formatRecent, formatWeekdayName } from '../parts/format.js';
import { nowMs } from '../state/now.js';
import type { Words } from '../words/use-words.js';
import type { Assignee, RosterEntry } from './queries.js';

/** 2024-01-01 was a Monday. */
const MONDAY_TO_SUNDAY: Record<Weekday, string> = {
  mon: '2024-01-01',
  tue: '2024-01-02',
  wed: '2024-01-03',
  thu: '2024-01-04',
  fri: '2024-01-05',
  sat: '2024-01-06',
  sun: '2024-01-07',
};

export const nameShiftDay = (day: Weekday) => formatWeekdayName(`${MONDAY_TO_SUNDAY[day]}T12:00:00`);

/** As in `Mon, Tue and Wed, 22:00 to 06:00 on the next day, Europe/Berlin`. */
export function formatShift(shift: Shift, t: Words): string {
  const { from, until, zone } = shift;
  const days = 'date' in shift ? formatDay(`${shift.date}T12:00:00`) : formatList(shift.days.map(nameShiftDay));
  return t('roster:line', { days, from, zone, until: until > from ? until : t('roster:nextDay', { time: until }) });
}

type Presence = Pick<RosterEntry, 'onShiftUntil' | 'nextShiftAt'>;

/** As in `on shift until 22:00`; empty if nothing is known. */
export function formatPresence({ onShiftUntil, nextShiftAt }: Presence, t: Words): string {
  const now = nowMs();
  if (onShiftUntil !== null) return t('roster:until', { time: formatRecent(onShiftUntil, now) });
  return nextShiftAt === null ? '' : t('roster:next', { time: formatRecent(nextShiftAt, now) });
}

/** As in `3 of 8 notices`. */
export function formatLoad({ open, capacity }: Pick<RosterEntry, 'open' | 'capacity'>, t: Words): string {
  return capacity === null ? t('roster:open', { count: open }) : t('roster:ofCapacity', { open, capacity });
}

/** Why somebody is offered: `on shift until 22:00, speaks Hindi, 3 of 8 notices`. */
export function formatAssignee(person: Assignee, t: Words): string {
  const languages = formatList(person.speaks.map(formatLanguage));
  return [formatPresence(person, t), languages === '' ? '' : t('roster:speaks', { languages }), formatLoad(person, t)]
    .filter((part) => part !== '')
    .join(', ');
}
