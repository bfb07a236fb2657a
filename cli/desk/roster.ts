import { InvalidArgumentError, type Command } from 'commander';
import { WEEKDAYS } from '../../domain/clock-arithmetic/index.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { flattenList, parseCount } from '../arguments.js';
import { addCommand, addList, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { option } from '../options.js';
import type { OwnShiftNoteView, RosterView, ShiftNotesView } from '../view.js';
import { findPersonId } from './people.js';

type Shift = RosterView['shifts'][number];

export function addRosterCommands(roster: Command, deps: CliDeps): void {
  addList<RosterView>(roster, deps, {
    usage: 'list',
    summary: 'list people with their next hours, languages and load',
    role: 'ops',
    examples: ['roster list --all'],
    path: '/v1/roster',
    columns: [
      { head: 'id', value: ({ id }) => id },
      { head: 'name', value: ({ name }) => name, max: 40 },
      { head: 'on shift', value: presenceText },
      { head: 'languages', value: ({ languages }) => languages.join(' ') },
      { head: 'open', value: ({ open }) => open, align: 'right' },
      { head: 'capacity', value: ({ capacity }) => capacity ?? '', align: 'right' },
    ],
    empty: 'Nobody is active.\n',
  });
  addCommand(roster, deps, {
    usage: 'show <person>',
    summary: 'show the hours, languages and capacity of a person',
    role: 'ops',
    examples: ['roster show rita@desk.example'],
    run: async ({ desk, args: [person = ''], read }) =>
      read<RosterView>(`/v1/people/${await findPersonId(desk, person)}/roster`, entryText),
  });
  addSet(roster, deps);
  addNotes(roster, deps);
}

function addNotes(roster: Command, deps: CliDeps): void {
  addCommand(roster, deps, {
    usage: 'notes',
    summary: 'show the hand-over notes of the last 24 hours',
    role: 'reviewer',
    examples: ['roster notes'],
    run: ({ read }) => read<ShiftNotesView>('/v1/shift-notes', notesText),
  });
  addCommand(roster, deps, {
    usage: 'hand-over <text>',
    summary: 'replace your hand-over note for the next shift; an empty text removes it',
    role: 'reviewer',
    unsafe: true,
    more: 'Everyone who works on notices reads it for 24 hours. It may name no secret notice: assign that one with a note.',
    examples: ['roster hand-over "The ministry calls back about N-2026-000012 at 22:00."'],
    run: ({ args: [text = ''], send }) =>
      send<OwnShiftNoteView>('/v1/me/shift-note', { text }, ({ note }) =>
        note === null ? 'Your hand-over note is removed.' : 'Your hand-over note is shown for 24 hours.',
      ),
  });
}

function notesText({ items }: ShiftNotesView): string {
  if (items.length === 0) return 'Nobody left a note in the last 24 hours.';
  return items.map(({ name, at, text }) => `${name}, ${at}:\n${text}`).join('\n\n');
}

interface SetOptions {
  shift?: Shift[];
  shifts?: false;
  language?: string[];
  capacity?: number | false;
}

const SHIFT = /^(?<when>\S+) (?<from>\d{2}:\d{2})-(?<until>\d{2}:\d{2}) (?<zone>\S+)$/;

/** Parses `mon,tue 09:00-17:00 Asia/Kolkata` or `2026-12-24 22:00-06:00 Asia/Kolkata`; the desk checks the rest. */
function parseShift(text: string): Shift {
  const { when = '', from = '', until = '', zone = '' } = SHIFT.exec(text)?.groups ?? {};
  const hours = { from, until, zone };
  if (/^\d{4}-\d{2}-\d{2}$/.test(when)) return { date: when, ...hours };
  const days = when.split(',').filter((day) => isOneOf(WEEKDAYS, day));
  if (when === '' || days.length < when.split(',').length)
    throw new InvalidArgumentError('Expected days or a date, hours and a zone: "mon,tue 09:00-17:00 Asia/Kolkata".');
  return { days, ...hours };
}

function addSet(roster: Command, deps: CliDeps): void {
  addCommand<SetOptions>(roster, deps, {
    usage: 'set <person>',
    summary: "change a person's shifts, languages or capacity; fields not given stay unchanged",
    role: 'ops',
    unsafe: true,
    options: [
      option('--shift <shift...>', 'replaces all shifts').argParser((text: string, before?: Shift[]) => [
        ...(before ?? []),
        parseShift(text),
      ]),
      option('--no-shifts', 'no shifts'),
      option('--language <codes...>', 'replaces all languages, e.g. en,hi'),
      option('--capacity <n>', 'notices at a time', parseCount),
      option('--no-capacity', 'capacity not stated'),
    ],
    more: 'PERSON is an id, email address or name. A SHIFT is days (mon to sun) or a date, hours on the wall clock, and a time zone. Shifts give no rights.',
    examples: [
      'roster set rita@desk.example --shift "mon,tue,wed 09:00-17:00 Asia/Kolkata" --language en,hi --capacity 8',
      'roster set rita@desk.example --no-capacity',
    ],
    run: changeEntry,
  });
}

async function changeEntry({ desk, args: [person = ''], options, send }: CommandSession<SetOptions>): Promise<void> {
  const { shift, shifts, language, capacity } = options;
  if (shift !== undefined && shifts === false) throw new UsageError('Give --shift or --no-shifts.');
  // Commander gives true for `--no-x` that is absent.
  const isCapacityGiven = typeof capacity === 'number' || capacity === false;
  if (shift === undefined && shifts !== false && language === undefined && !isCapacityGiven)
    throw new UsageError('Give what to change: --shift, --language or --capacity.');
  const path = `/v1/people/${await findPersonId(desk, person)}/roster`;
  const { body: present } = await desk.get<RosterView>(path);
  const body = {
    shifts: shifts === false ? [] : (shift ?? present.shifts),
    languages: language === undefined ? present.languages : flattenList(language),
    capacity: isCapacityGiven ? (capacity === false ? null : capacity) : present.capacity,
  };
  await send<RosterView>(path, body, entryText);
}

function presenceText({ onShiftUntil, nextShiftAt }: RosterView): string {
  if (onShiftUntil !== null) return `until ${onShiftUntil}`;
  return nextShiftAt === null ? '' : `from ${nextShiftAt}`;
}

function entryText(entry: RosterView): string {
  const { name, shifts, languages, open, capacity } = entry;
  const lines = shifts.map((shift) => {
    const when = 'date' in shift ? shift.date : shift.days.join(',');
    return `  ${when} ${shift.from}-${shift.until} ${shift.zone}`;
  });
  const load = capacity === null ? `${open} open` : `${open} of ${capacity} open`;
  return [
    `${name}: ${[presenceText(entry) || 'not on shift', languages.join(' '), load].filter(Boolean).join(', ')}`,
    ...lines,
    '',
  ].join('\n');
}
