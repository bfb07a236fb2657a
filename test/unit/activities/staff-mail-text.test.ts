import { expect, test } from '@jest/globals';
import type { ClockKind } from '../../../domain/clocks/clock.js';
import { staffMailText } from '../../../activities/staff-mail-text.js';

const clock = {
  number: 'N-2026-000004',
  kind: 'decide' as ClockKind,
  dueAt: new Date('2023-10-18T16:30:00Z'),
  zone: 'Asia/Kolkata',
};
const mailText = (given: Partial<typeof clock> | { dueAt: null }, nowMs: number, levels = [1]) =>
  staffMailText([{ clock: { ...clock, ...given }, levels }], { nowMs, link: null });
const DUE = Date.parse('2023-10-18T16:30:00Z');

test('staff mail before the due time names the task, the time left and the due time', () => {
  expect(mailText({}, DUE - 59 * 60_000).subject).toBe(
    '[N-2026-000004] Decide: 59 min left, due 18 Oct 2023, 22:00 IST',
  );
});

test('staff mail after the due time says since when it is overdue, and never counts years in days', () => {
  const { subject, text } = mailText({}, DUE + 1_135 * 86_400_000);
  expect(subject).toBe('[N-2026-000004] Decide: overdue since 18 Oct 2023, 22:00 IST');
  expect(text).toContain('Wednesday, 18 October 2023');
  expect(text).not.toMatch(/T\d\d:\d\d|Z\b/);
});

test('staff mail names a paused clock as paused, and uses singular and plural for escalation steps', () => {
  expect(mailText({ dueAt: null }, DUE).subject).toBe('[N-2026-000004] Decide: paused');
  expect(mailText({}, DUE - 1_000).text).toContain('Decide: escalation step 1.');
  expect(mailText({}, DUE - 1_000, [1, 2]).text).toContain('Decide: escalation steps 1, 2.');
});

test.each<[ClockKind, string]>([
  ['inform', 'Report of effect'],
  ['authority', "Authority's deadline"],
  ['user_notice', 'User notice'],
])('staff mail about clock %s calls it %s', (kind, name) => {
  expect(mailText({ kind }, DUE - 1_000).subject).toContain(`] ${name}: `);
});
