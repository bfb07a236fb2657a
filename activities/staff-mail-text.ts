import type { ClockForStaff } from '../registry/staff-messages.js';

/** `2 d 3 h`, `1 h 20 min` or `45 s`: two units at most, rounded down. */
export function spanInWords(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const units = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = units.findIndex(([amount]) => amount > 0);
  if (first < 0) return '0 s';
  return units
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

function localTime(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'full', timeStyle: 'long' }).format(at);
}

/**
 * What a person is told of a clock. Only the number, the clock and its times: neither the authority nor the matter
 * belongs in a mailbox, and a secret notice must look like any other.
 */
export function staffMailText(
  clock: ClockForStaff,
  { levels, nowMs, link }: { levels: readonly number[]; nowMs: number; link: string | null },
): { subject: string; text: string } {
  const leftMs = clock.dueAt === null ? null : clock.dueAt.getTime() - nowMs;
  const span =
    leftMs === null ? 'paused' : leftMs > 0 ? `${spanInWords(leftMs)} left` : `passed ${spanInWords(leftMs)} ago`;
  const due =
    clock.dueAt === null
      ? 'The clock is paused.'
      : `Due: ${clock.dueAt.toISOString()} (UTC)\n     ${localTime(clock.dueAt, clock.zone)} (${clock.zone})`;
  const lines = [
    `Notice ${clock.number}: the ${clock.kind} clock has reached level ${levels.join(', ')}.`,
    `Time: ${span}.`,
    due,
    ...(link === null ? [] : [`Open: ${link}`]),
    'You get this mail because of your role. Please do not forward it.',
  ];
  return { subject: `[${clock.number}] ${clock.kind}: ${span}`, text: `${lines.join('\n\n')}\n` };
}
