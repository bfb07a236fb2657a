import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { EVENT_ACTIONS } from '../../../domain/event.js';
import { englishWords } from '../../support/words.js';
import type { Clock } from '../../../console/http/types.js';
import { eventName, eventText } from '../../../console/notice/event-text.js';
import { detailLines } from '../../../console/timeline/detail-lines.js';
import type { Words } from '../../../console/words/use-words.js';

let t: Words;
beforeAll(async () => {
  t = await englishWords();
});

const DIGEST = 'sha256:3f6a0378c41213cd8d6e7d3d809acf3aa389221018d705b5630dab82c8453d81';
const CLOCK = '01a21add-6403-70f5-a9c4-95584d392ee6';
const clock = {
  id: CLOCK,
  kind: 'acknowledge',
  owner: 'us',
  escalation: [
    { level: 1, percent: 50, to: ['reviewer'] },
    { level: 2, percent: 75, to: ['reviewer', 'approver'] },
  ],
} as unknown as Clock;

const say = (action: string, detail: Record<string, unknown>, clocks: readonly Clock[] = [clock]) =>
  eventText({ action, detail }, clocks, t);

describe('timeline entry in words', () => {
  test.each([
    ['decide', { action: 'withhold', changed: 1178 }, '1,178 targets decided: Withhold'],
    ['decide', { action: 'withhold', changed: 0 }, 'Nothing changed: already decided, Withhold'],
    ['escalation_fired', { clock: CLOCK, levels: [1] }, 'Acknowledge: reviewer notified, 50 % of the time has passed'],
    [
      'escalation_fired',
      { clock: CLOCK, levels: [1, 2] },
      'Acknowledge: reviewer and approver notified, 75 % of the time has passed',
    ],
    ['escalation_fired', { clock: 'gone', kind: 'comply', levels: [1] }, 'Comply deadline: escalation sent'],
    [
      'command_refused',
      { command: 'submit', code: 'illegal_transition' },
      'Submitting: refused. The notice was in another stage, or the rule of the deadline does not allow it.',
    ],
    [
      'command_refused',
      { command: 'approve', code: 'four_eyes' },
      /^Approving: refused\. It was the person's own submission/,
    ],
    ['targets_applied', { applied: 1141, failed: 0 }, 'Platform acted: 1,141 applied, 0 failed'],
    ['submit', { submission: 1 }, 'Submitted for approval, submission 1'],
  ])('describes %s %j in a sentence', (action, detail, sentence) => {
    if (typeof sentence === 'string') expect(say(action, detail)).toBe(sentence);
    else expect(say(action, detail)).toMatch(sentence);
  });
});

test('eventName names a kind of entry by its sentence, with gaps for varying values', () => {
  expect(eventName('decide', t)).toBe('… targets decided: …');
  expect(eventName('submit', t)).toBe('Submitted for approval, submission …');
});

test.each(['en', 'de', 'fr'])('the catalogue in %s has words for exactly the known audit actions', (language) => {
  const readWords = (file: string) => {
    const path = new URL(`../../../console/words/${language}/${file}.json`, import.meta.url);
    const { event } = JSON.parse(readFileSync(path, 'utf8')) as { event: Record<string, string> };
    return Object.keys(event).map((key) => key.replace(/(_(zero|one|other)|Bare)$/, ''));
  };
  const said = new Set([...readWords('notice'), ...readWords('records')]);
  expect([...said].sort()).toEqual(EVENT_ACTIONS.toSorted());
});

test.each([
  ['violence', 'Violence'],
  [null, 'not stated'],
])('detailLines shows the category that triage set or removed: %s', (category, value) => {
  const lines = detailLines({ action: 'triage', detail: { read: { category } } }, '', t);
  expect(lines).toEqual([{ name: 'Kind of content', value }]);
});

/** Audit entries with their details, as the log stores them. */
const KEPT: [string, Record<string, unknown>][] = [
  [
    'notice_received',
    {
      kind: 'blocking_order',
      merged: 0,
      regime: { id: 'IN-69A', version: '2009-10-27' },
      targets: 1178,
      authenticity: 'channel_verified',
    },
  ],
  [
    'triage',
    {
      queue: null,
      regime: { id: 'IN-69A', version: '2009-10-27' },
      authenticity: 'channel_verified',
      read: {
        effectiveUntil: '2026-12-27T02:00:00.000Z',
        checklist: { reasons: 'present', ground: 'missing' },
        clocks: { problems: [], undercut: ['The order gives less than 24 hours.'] },
      },
    },
  ],
  ['clock_missed', { kind: 'acknowledge', clock: CLOCK, dueAtMs: 1_795_405_043_723 }],
  [
    'decide',
    {
      action: 'withhold',
      batch: 1,
      changed: 257,
      grounds: ['emergency_interim', 'complied_under_protest'],
      matched: 257,
      countries: ['IN'],
    },
  ],
  ['submit', { digest: DIGEST, targets: 257, submission: 1, approvalsNeeded: 2 }],
  [
    'approve',
    { digest: DIGEST, complete: false, submission: 1, for: [{ id: CLOCK, name: 'Meera Pillai' }], roles: ['counsel'] },
  ],
  ['targets_applied', { failed: 0, already: 0, applied: 256, refused: 0, released: 0, submission: 1 }],
  [
    'reinstate',
    {
      note: 'After the meeting.',
      cause: 'unilateral',
      digest: DIGEST,
      targets: 256,
      submission: 2,
      approvalsNeeded: 1,
    },
  ],
  ['request_dialogue', { with: 'Office', subject: 'Orders', proposal: 'A meeting.', replyClock: CLOCK }],
  ['close', { reason: 'Done', override: true, unmet: [CLOCK] }],
  [
    'repair',
    {
      action: 'force_close',
      reason: 'Stuck',
      requested: { id: CLOCK, by: CLOCK, byName: 'Ops', reason: 'x' },
      dropped: ['enforce:1'],
    },
  ],
  ['claim', { until: '2026-11-27T02:37:26.527Z' }],
  [
    'extend',
    {
      clock: CLOCK,
      move: CLOCK,
      round: 1,
      dueAtMs: 1_795_405_043_723,
      escalation: [],
      reason: 'Letter of 4 Feb',
      authorityReference: 'F.1/2',
    },
  ],
  ['something_new', { raw_field: 'raw_value', at: '2026-11-27T02:37:26.527Z' }],
];

describe('details of a timeline entry', () => {
  test.each(KEPT)('shows %s without field names, codes, machine timestamps or internal keys', (action, detail) => {
    const lines = detailLines({ action, detail }, say(action, detail), t);
    const shown = lines.map(({ name, value }) => `${name}: ${value}`).join('\n');
    expect(shown).not.toMatch(/[a-z]_[a-z]/);
    expect(shown).not.toMatch(/[a-z][A-Z]/);
    expect(shown).not.toMatch(/\d{4}-\d\d-\d\dT/);
    expect(shown).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(shown).not.toMatch(/undefined|object|\{\{/);
  });

  test('describes a decision with the names that people know', () => {
    const entry = { action: KEPT[3]?.[0] ?? '', detail: KEPT[3]?.[1] ?? {} };
    expect(detailLines(entry, '', t)).toEqual([
      { name: 'Action', value: 'Withhold' },
      { name: 'Grounds', value: 'Interim emergency measure and Order defective; complied under protest' },
      { name: 'Countries', value: 'India' },
      { name: 'Targets matched', value: '257' },
      { name: 'Drafts changed', value: '257' },
    ]);
  });

  test('keeps what people wrote unchanged', () => {
    const note = 'see rule_9 of F_1';
    expect(detailLines({ action: 'reinstate', detail: { note } }, '', t)).toEqual([{ name: 'Note', value: note }]);
  });
});
