import { expect, test } from '@jest/globals';
import { deskOfFile, ID, run } from '../../support/fake-desk.js';

const desk = deskOfFile();
const SHIFT = { days: ['mon', 'tue'], from: '09:00', until: '17:00', zone: 'Asia/Kolkata' };
const ENTRY = {
  id: ID,
  name: 'Rita',
  roles: ['reviewer'],
  shifts: [SHIFT],
  languages: ['en'],
  open: 3,
  capacity: 5,
  onShiftUntil: null,
  nextShiftAt: '2026-12-07T03:30:00.000Z',
};

test('roster list shows when people work next and their load', async () => {
  desk.answer = () => ({ body: { items: [ENTRY], nextCursor: null } });
  const { out } = await run(desk, ['roster', 'list']);
  expect(out).toMatch(/Rita +from 2026-12-07T03:30:00\.000Z +en +3 +5/);
  expect(desk.seen[0]).toMatchObject({ path: '/v1/roster', as: 'ops' });
});

test('roster show prints each shift as set accepts it', async () => {
  desk.answer = () => ({ body: ENTRY });
  const { out } = await run(desk, ['roster', 'show', ID]);
  expect(out).toBe('Rita: from 2026-12-07T03:30:00.000Z, en, 3 of 5 open\n  mon,tue 09:00-17:00 Asia/Kolkata\n');
});

test.each([
  ['capacity', ['--capacity', '8'], { shifts: [SHIFT], languages: ['en'], capacity: 8 }],
  ['no capacity', ['--no-capacity'], { shifts: [SHIFT], languages: ['en'], capacity: null }],
  ['languages', ['--language', 'en,hi'], { shifts: [SHIFT], languages: ['en', 'hi'], capacity: 5 }],
  ['no shifts', ['--no-shifts'], { shifts: [], languages: ['en'], capacity: 5 }],
  [
    'shifts',
    ['--shift', 'sat 22:00-06:00 Europe/Berlin', '--shift', '2026-12-24 09:00-12:00 Asia/Kolkata'],
    {
      shifts: [
        { days: ['sat'], from: '22:00', until: '06:00', zone: 'Europe/Berlin' },
        { date: '2026-12-24', from: '09:00', until: '12:00', zone: 'Asia/Kolkata' },
      ],
      languages: ['en'],
      capacity: 5,
    },
  ],
])('roster set changes %s and keeps the rest', async (_, given, body) => {
  desk.answer = () => ({ body: ENTRY });
  expect((await run(desk, ['roster', 'set', ID, ...given])).code).toBe(0);
  expect(desk.seen.at(-1)).toMatchObject({ method: 'POST', path: `/v1/people/${ID}/roster`, body });
});

test.each([
  ['nothing to change', []],
  ['a shift without hours', ['--shift', 'mon']],
  ['an unknown day', ['--shift', 'mon,funday 09:00-17:00 Asia/Kolkata']],
  ['shifts and none', ['--no-shifts', '--shift', 'mon 09:00-17:00 Asia/Kolkata']],
])('roster set refuses %s', async (_, given) => {
  desk.answer = () => ({ body: ENTRY });
  expect((await run(desk, ['roster', 'set', ID, ...given])).code).toBe(2);
});

test('roster notes prints who left which note, and says when nobody did', async () => {
  const note = { person: ID, name: 'Rita', text: 'The ministry calls\nat 22:00.', at: '2026-12-07T17:30:00.000Z' };
  desk.answer = () => ({ body: { items: [note] } });
  expect((await run(desk, ['roster', 'notes'])).out).toBe(
    'Rita, 2026-12-07T17:30:00.000Z:\nThe ministry calls\nat 22:00.\n',
  );
  expect(desk.seen.at(-1)).toMatchObject({ path: '/v1/shift-notes', as: 'reviewer' });
  desk.answer = () => ({ body: { items: [] } });
  expect((await run(desk, ['roster', 'notes'])).out).toBe('Nobody left a note in the last 24 hours.\n');
});

test.each([
  [
    'shown',
    { note: { text: 'Call back.', at: '2026-12-07T17:30:00.000Z' } },
    'Your hand-over note is shown for 24 hours.\n',
  ],
  ['removed', { note: null }, 'Your hand-over note is removed.\n'],
])('roster hand-over says that the note is %s', async (_, body, said) => {
  desk.answer = () => ({ body });
  expect((await run(desk, ['roster', 'hand-over', 'Call back.'])).out).toBe(said);
  expect(desk.seen.at(-1)).toMatchObject({ method: 'POST', path: '/v1/me/shift-note', body: { text: 'Call back.' } });
});
