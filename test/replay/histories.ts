import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));

/** The release that the histories are recorded as, and the one to which a notice moves. */
export const BUILD = '0.1.0';
export const NEXT_BUILD = '0.1.0-next';

/** The part of a recorded event that the tests read; `[type]EventAttributes` holds the rest. */
export interface RecordedEvent {
  eventId: string;
  eventType: string;
  activityTaskScheduledEventAttributes?: { activityType: { name: string } };
  workflowExecutionStartedEventAttributes?: { workflowId?: string };
  workflowTaskStartedEventAttributes?: { targetWorkerDeploymentVersionChanged?: boolean };
  workflowTaskCompletedEventAttributes?: {
    sdkMetadata?: { coreUsedFlags?: number[] };
    deploymentVersion?: { buildId: string };
  };
  [key: string]: unknown;
}

export interface RecordedHistory {
  events: RecordedEvent[];
}

export function readText(name: string): string {
  return readFileSync(`${FOLDER}${name}.json`, 'utf8');
}

export function readHistory(name: string): RecordedHistory {
  return JSON.parse(readText(name)) as RecordedHistory;
}

export function listHistories(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

export function listEventTypes({ events }: RecordedHistory): string[] {
  return events.map(({ eventType }) => eventType.replace('EVENT_TYPE_', ''));
}

export function renameActivity(history: RecordedHistory, from: string, to: string): RecordedHistory {
  const text = JSON.stringify(history);
  const renamed = text.replaceAll(`"activityType":{"name":"${from}"}`, `"activityType":{"name":"${to}"}`);
  if (renamed === text) throw new Error(`Nothing schedules ${from}.`);
  return JSON.parse(renamed) as RecordedHistory;
}

export function swapEvents(history: RecordedHistory, firstType: string, secondType: string): RecordedHistory {
  const types = listEventTypes(history);
  const at = types.findIndex((type, index) => type === firstType && types[index + 1] === secondType);
  const [first, second] = [history.events[at], history.events[at + 1]];
  if (first === undefined || second === undefined) throw new Error(`No ${firstType} is followed by ${secondType}.`);
  const events = history.events
    .with(at, { ...second, eventId: first.eventId })
    .with(at + 1, { ...first, eventId: second.eventId });
  return { events };
}

/** Removes the first event of a type from a history; later ids, and references to them, move down by one. */
export function removeEvent(history: RecordedHistory, type: string): RecordedHistory {
  const at = listEventTypes(history).indexOf(type);
  const gone = history.events[at];
  if (gone === undefined) throw new Error(`There is no ${type}.`);
  const moved = JSON.stringify(history.events.toSpliced(at, 1)).replaceAll(
    /"(\w*[eE]ventId)":"(\d+)"/g,
    (all, key, id) => (Number(id) > Number(gone.eventId) ? `"${String(key)}":"${Number(id) - 1}"` : all),
  );
  return { events: JSON.parse(moved) as RecordedEvent[] };
}

export function forgetRelease({ events }: RecordedHistory): RecordedHistory {
  return {
    events: events.map((event) => {
      const { workflowTaskStartedEventAttributes: started } = event;
      if (started?.targetWorkerDeploymentVersionChanged !== true) return event;
      return {
        ...event,
        workflowTaskStartedEventAttributes: { ...started, targetWorkerDeploymentVersionChanged: false },
      };
    }),
  };
}

export function getWorkflowId({ events: [started] }: RecordedHistory): string {
  const id = started?.workflowExecutionStartedEventAttributes?.workflowId;
  if (id === undefined) throw new Error('A history begins with its workflow.');
  return id;
}
