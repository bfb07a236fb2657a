import { countFromStart } from './counting.js';
import { listCounted } from './details.js';
import { applyEvent, arriveAt } from './events.js';
import type { ClockProgress } from './events.js';
import { formatUnits } from './in-words.js';
import { parseInput } from './input.js';
import type { ParsedInput } from './input.js';
import { openZone, formatLocal } from './local-time.js';

export type DueAnswer =
  | { ok: true; dueAtMs: number | null; state: 'running' | 'paused'; working: string[] }
  | { ok: false; error: string };

function formatRule({ rule, zone }: ParsedInput): string {
  const counted = `${formatUnits(rule.amount, rule.unit)} in ${zone}`;
  const byDate = rule.unit === 'calendar_day' || rule.unit === 'business_day' || rule.unit === 'month';
  return byDate
    ? `${counted}, ${rule.dueTime === 'end_of_day' ? 'to the end of the last day' : 'same time of day'}`
    : counted;
}

function compute(input: ParsedInput): DueAnswer {
  const zone = openZone(input.zone);
  const clockwork = { zone, input };
  const counted = countFromStart(zone, input, []);
  if (!counted.ok) return counted;
  const working = [`start ${formatLocal(zone, input.startMs)}`, ...listCounted(zone, input, counted.value)];
  const first = arriveAt(clockwork, counted.value, { said: formatRule(input), working });
  if (!first.ok) return first;
  let progress: ClockProgress = {
    ...first.value,
    pausedAtMs: null,
    lastEventAtMs: input.startMs,
    pauses: [],
    extended: false,
  };
  for (const [index, event] of input.events.entries()) {
    const next = applyEvent(clockwork, progress, event);
    if (!next.ok) return { ok: false, error: `events[${index}]: ${next.error}` };
    progress = next.value;
  }
  if (progress.pausedAtMs === null)
    return { ok: true, dueAtMs: progress.dueAtMs, state: 'running', working: progress.working };
  return {
    ok: true,
    dueAtMs: null,
    state: 'paused',
    working: [...progress.working, 'paused: no due until it resumes'],
  };
}

/** Computes the due of one clock (docs/integrating/interface.md, Clock arithmetic). Never throws and always terminates. */
export function computeDue(input: unknown): DueAnswer {
  const parsed = parseInput(input);
  return parsed.ok ? compute(parsed.value) : parsed;
}
