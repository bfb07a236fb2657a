import type { Asked } from '../../client/administration/ask-change.js';
import type { WriteAnswer } from './answer-write.js';

/** What is answered, and what of it only this once. */
type FirstAnswer = WriteAnswer & { shownOnce?: Record<string, unknown> };

/** What was done at once is answered as it is; what waits for a second person, 202 with the change. */
export function toAnswer<Done>(asked: Asked<Done>, view: (done: Done) => FirstAnswer): FirstAnswer {
  if (!asked.pending) return view(asked.done);
  const { change } = asked;
  return { status: 202, answer: { change, state: 'pending' }, location: `/v1/changes/${change}` };
}
