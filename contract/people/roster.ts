import { z } from 'zod';
import { parseDay, WEEKDAYS } from '../../domain/clock-arithmetic/index.js';
import { ROLES } from '../../domain/people/permission.js';
import { stamp } from '../notice-view.js';
import { withoutNul } from '../query.js';
import { dayTime, zoneName } from './notifications.js';
import { languageCode } from './routing.js';

const hours = {
  from: dayTime,
  until: dayTime.describe('On the next day, if not after `from`'),
  zone: zoneName,
};

const shift = z.union([
  z.strictObject({
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1, 'Give at least one day.')
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'Give each day once.'),
    ...hours,
  }),
  z.strictObject({
    date: z.string().refine((text) => parseDay(text) !== undefined, 'Give a date, e.g. 2026-12-24.'),
    ...hours,
  }),
]);

const entry = {
  shifts: z.array(shift).max(100).describe('Every week on some days, or on one date'),
  languages: z
    .array(languageCode)
    .max(50)
    .refine((codes) => new Set(codes).size === codes.length, 'Give each language once.'),
  capacity: z
    .int()
    .min(1, 'Give a whole number from 1, or null.')
    .max(10_000)
    .nullable()
    .describe('Notices at a time; null: not stated'),
};

export const rosterWrite = z.strictObject(entry).meta({ id: 'RosterWrite' });

const open = z.int().describe('Assigned notices that are neither in force nor closed, of those that you can read');

const whoAndLoad = {
  id: z.string(),
  name: z.string(),
  open,
  capacity: z.int().nullable().describe('Notices at a time'),
};

const shiftNote = z.object({ text: z.string(), at: stamp });

export const shiftNoteWrite = z
  .strictObject({
    text: withoutNul(z.string().trim().max(2_000)).describe(
      'Everyone who works on notices reads it for 24 hours; it names no secret notice. Empty: removes the note',
    ),
  })
  .meta({ id: 'ShiftNoteWrite' });

export const ownShiftNoteView = z.object({ note: shiftNote.nullable() });

export const shiftNotesView = z.object({
  items: z
    .array(shiftNote.extend({ person: z.string(), name: z.string() }))
    .describe('Of the last 24 hours, newest first'),
});

export const rosterView = z.object({
  ...whoAndLoad,
  roles: z.array(z.enum(ROLES)),
  shifts: z.array(shift),
  languages: z.array(z.string()),
  onShiftUntil: stamp.nullable().describe('null: not on shift now'),
  nextShiftAt: stamp.nullable().describe('null: on shift now, or none in the next five weeks'),
  absences: z.array(z.object({ from: stamp, until: stamp })).describe('Now and to come'),
  note: shiftNote.nullable().describe('Hand-over note of the last 24 hours'),
});

/** Most of what people choose; the others are offered too. */
export const MAX_ASSIGNED_TOGETHER = 100;

export const assigneesView = z.object({
  people: z
    .array(
      rosterView
        .omit({ shifts: true, languages: true, absences: true, note: true })
        .extend({ speaks: z.array(z.string()).describe('Languages of the notices that they speak') }),
    )
    .describe(
      'Best first: on shift with capacity, then without shifts on the roster. Not: absent, recused or excluded',
    ),
});

export const coverView = z.object({
  people: z
    .array(z.object({ ...whoAndLoad, from: stamp, until: stamp.describe('End of the shift') }))
    .describe('Have the role, may act, have capacity and are on shift before the deadline; soonest first'),
  next: z
    .object({ id: z.string(), name: z.string(), from: stamp })
    .nullable()
    .describe('If none is: the first who comes too late; null: no one is on the roster'),
});
