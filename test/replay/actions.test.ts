import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { listEventTypes, readHistory, type RecordedHistory } from './histories.js';

const PAGE = new URL('../../docs/operating/temporal-cloud.md', import.meta.url);

/** Events that are one action each (docs.temporal.io/evaluate/cloud/actions). */
const ACTIONS = [
  'WORKFLOW_EXECUTION_STARTED',
  'TIMER_STARTED',
  'WORKFLOW_EXECUTION_SIGNALED',
  'WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES',
];

const LIVES = [
  ['minimal', 'filed and closed without an act'],
  ['push-back', 'pushed back: acknowledged, decided, approved, answered'],
  ['main-way', 'enforced: acknowledged, decided, approved, withheld, proven, reported'],
  ['restoration', 'enforced and restored after an appeal'],
  ['answered-question', 'a question to the authority first'],
] as const;

/** A started activity counts with its attempts; the local ones of a workflow task count once. */
function countActions(history: RecordedHistory): number {
  const single = listEventTypes(history).filter((type) => ACTIONS.includes(type)).length;
  const attempts = history.events.map(({ activityTaskStartedEventAttributes: started }) => toAttempt(started));
  const local = history.events.flatMap(({ markerRecordedEventAttributes: marker }) => toTask(marker));
  return single + attempts.reduce((sum, one) => sum + one, 0) + new Set(local).size;
}

const toAttempt = (started: unknown): number =>
  started === undefined ? 0 : ((started as { attempt?: number }).attempt ?? 1);
const toTask = (marker: unknown): string[] =>
  marker === undefined ? [] : [(marker as { workflowTaskCompletedEventId: string }).workflowTaskCompletedEventId];

test('docs/operating/temporal-cloud.md has the number of actions of each recorded life', () => {
  const rows = LIVES.map(([name, what]) => {
    const history = readHistory(name);
    return `| ${what} (\`${name}\`) | ${history.events.length} | ${countActions(history)} |`;
  });
  const table = ['| life of a notice | events | actions |', '|---|---|---|', ...rows].join('\n');
  process.stdout.write(`${table}\n`);
  expect(readFileSync(PAGE, 'utf8')).toContain(table);
});

test('a local activity of a task that has another one is no further action', () => {
  const marker = (task: string) => ({
    eventId: task,
    eventType: 'EVENT_TYPE_MARKER_RECORDED',
    markerRecordedEventAttributes: { workflowTaskCompletedEventId: task },
  });
  expect(countActions({ events: [marker('4'), marker('4'), marker('9')] })).toBe(2);
});
