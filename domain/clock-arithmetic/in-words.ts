import { describeDay } from './calendar-date.js';
import type { Unit } from './counting-words.js';

const UNIT_WORDS: Record<Unit, string> = {
  minute: 'minute',
  hour: 'hour',
  calendar_day: 'calendar day',
  business_day: 'business day',
  business_hour: 'business hour',
  month: 'month',
};

function counted(amount: number, word: string): string {
  return `${amount} ${word}${amount === 1 ? '' : 's'}`;
}

export const TO_END_OF_DAY = 'to the end of the day';

export function formatUnits(amount: number, unit: Unit): string {
  return counted(amount, UNIT_WORDS[unit]);
}

export function formatLength(ms: number): string {
  const parts: [number, string][] = [
    [Math.floor(ms / 3_600_000), 'hour'],
    [Math.floor(ms / 60_000) % 60, 'minute'],
    [(ms % 60_000) / 1000, 'second'],
  ];
  const said = parts.filter(([amount]) => amount > 0).map(([amount, word]) => counted(amount, word));
  return said.length === 0 ? 'no time' : said.join(' ');
}

const MAX_STRETCHES = 100;

export function formatDates(from: number, to: number, reasonOf: (day: number) => string | null): string {
  const stretches: { from: number; to: number; reason: string }[] = [];
  let more = 0;
  for (let day = from; day <= to; day += 1) {
    const reason = reasonOf(day);
    if (reason === null) continue;
    const last = stretches.at(-1);
    if (more === 0 && last?.to === day - 1 && last.reason === reason) last.to = day;
    else if (stretches.length < MAX_STRETCHES) stretches.push({ from: day, to: day, reason });
    else more += 1;
  }
  const said = stretches.map((stretch) => {
    const until = stretch.to === stretch.from ? '' : ` to ${describeDay(stretch.to)}`;
    return `${describeDay(stretch.from)}${until} (${stretch.reason})`;
  });
  if (more > 0) said.push(`and ${counted(more, 'more date')} up to ${describeDay(to)}`);
  return said.join(', ');
}
