// Imports the polyfill's implementation, as the desk does: the main entry would return Node's own Temporal where there
// is one.
import { Temporal } from 'temporal-polyfill/implementation';

/** The peer of `clock-compute`: a bare loop over the same lines with the calendar library alone. */
interface PlainLine {
  id: string;
  zone: string;
  start: string;
  rule: { amount: number; unit: 'minute' | 'hour' | 'calendar_day' | 'month' };
}

function computeDue({ zone, start, rule: { amount, unit } }: PlainLine): number {
  const from = Temporal.Instant.from(start).toZonedDateTimeISO(zone);
  if (unit === 'minute') return from.add({ minutes: amount }).epochMilliseconds;
  if (unit === 'hour') return from.add({ hours: amount }).epochMilliseconds;
  const local = from.toPlainDateTime().add(unit === 'month' ? { months: amount } : { days: amount });
  return local.toZonedDateTime(zone, { disambiguation: 'earlier' }).epochMilliseconds;
}

let text = '';
process.stdin.setEncoding('utf8');
for await (const chunk of process.stdin) text += chunk as string;
for (const line of text.split('\n')) {
  if (line === '') continue;
  const input = JSON.parse(line) as PlainLine;
  process.stdout.write(`${JSON.stringify({ id: input.id, dueAt: new Date(computeDue(input)).toISOString() })}\n`);
}
