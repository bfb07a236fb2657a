/** A day on which law is known to change, or may: a bill, a commencement, an end. */
export interface LawEvent {
  on: string;
  regime?: string | undefined;
  what: string;
  source: string;
  url?: string | undefined;
}

/** Our own default: long enough to read a text and have a changed rulebook approved. */
const AHEAD_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

/** Whether people should know of the event on a day: from 30 days before its day until the day after. */
export function isEventNear({ on }: Pick<LawEvent, 'on'>, today: string): boolean {
  const days = (Date.parse(on) - Date.parse(today)) / DAY_MS;
  return days <= AHEAD_DAYS && days >= -1;
}

export const formatEventKey = ({ on, what }: LawEvent) => `${on} ${what}`;
