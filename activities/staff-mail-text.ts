import type { ClockKind } from '../domain/clocks/clock.js';
import type { ClockForStaff } from '../registry/letters/staff-messages.js';
import { BECAUSE_OF_ROLE } from '../domain/notices/opaque-page.js';

type TimedClock = Pick<ClockForStaff, 'number' | 'kind' | 'dueAt' | 'zone'>;

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

const NAMES: Readonly<Record<string, string>> = {
  acknowledge: 'Acknowledge',
  decide: 'Decide',
  comply: 'Comply',
  inform: 'Report of effect',
  reply: 'Reply',
  challenge: 'Challenge',
  secrecy: 'Secrecy',
  preserve: 'Preserve',
  user_notice: 'User notice',
  authority: "Authority's deadline",
  reinstate: 'Restore',
  policy: 'Company policy',
} satisfies Record<ClockKind, string>;

export function mailClockName(kind: string): string {
  return NAMES[kind] ?? kind;
}

/** Formats as `27 Nov 2026, 08:10 IST`: an unambiguous date in the clock's own zone. */
function shortTime(at: Date, zone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' });
  // Only the en-IN locale prints `IST`; zones without an English name are printed as a UTC offset.
  const time = new Intl.DateTimeFormat(zone === 'Asia/Kolkata' ? 'en-IN' : 'en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  return `${day.format(at)}, ${time.format(at)}`;
}

function describeDue({ dueAt, zone }: TimedClock, nowMs: number): string {
  if (dueAt === null) return 'paused';
  const leftMs = dueAt.getTime() - nowMs;
  const due = shortTime(dueAt, zone);
  return leftMs > 0 ? `${spanInWords(leftMs)} left, due ${due}` : `overdue since ${due}`;
}

interface DueSteps {
  clock: TimedClock;
  levels: readonly number[];
}

/**
 * Writes the mail for steps due together. It names only the number, clocks and times: neither the authority nor the
 * matter belongs in a mailbox, and a secret notice must look like any other.
 */
export function staffMailText(
  steps: readonly DueSteps[],
  { nowMs, link }: { nowMs: number; link: string | null },
): { subject: string; text: string } {
  const number = steps[0]?.clock.number ?? '';
  const names = steps.map(({ clock }) => mailClockName(clock.kind)).join(', ');
  // A paused clock waits; the subject names the clock that is due first.
  const urgent = steps.map(({ clock }) => clock).toSorted((one, other) => getDueMs(one) - getDueMs(other))[0];
  const lines = [
    ...steps.flatMap((one) => listLines(one, nowMs)),
    ...(link === null ? [] : [`Open: ${link}`]),
    BECAUSE_OF_ROLE,
  ];
  const now = urgent === undefined ? '' : describeDue(urgent, nowMs);
  return { subject: `[${number}] ${names}: ${now}`, text: `${lines.join('\n\n')}\n` };
}

function getDueMs({ dueAt }: TimedClock): number {
  return dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function listLines({ clock, levels }: DueSteps, nowMs: number): string[] {
  const { number, kind, dueAt, zone } = clock;
  const due =
    dueAt === null
      ? 'The clock is paused.'
      : `Due: ${localTime(dueAt, zone)} (${zone})\n     ${localTime(dueAt, 'UTC')}`;
  const passed = dueAt === null ? 0 : nowMs - dueAt.getTime();
  const steps = levels.length === 1 ? 'step' : 'steps';
  return [
    `Notice ${number}, ${mailClockName(kind)}: escalation ${steps} ${levels.join(', ')}.`,
    `Deadline: ${describeDue(clock, nowMs)}${passed > 0 ? `, for ${spanInWords(passed)}` : ''}.`,
    due,
  ];
}
