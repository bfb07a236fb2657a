import { computeDue } from './compute.js';
import { describeInstant } from './instant-text.js';

export type ClockLine =
  | { id: string; dueAt: string | null; state: 'running' | 'paused'; working: string[] }
  | { id: string | null; error: string };

export function answerClockLine(text: string): ClockLine | undefined {
  if (text.trim() === '') return undefined;
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return { id: null, error: 'the line is not JSON' };
  }
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : undefined;
  if (typeof id !== 'string') return { id: null, error: 'the line needs an id, a text' };
  const answer = computeDue(input);
  if (!answer.ok) return { id, error: answer.error };
  return { id, dueAt: describeInstant(answer.dueAtMs), state: answer.state, working: answer.working };
}
