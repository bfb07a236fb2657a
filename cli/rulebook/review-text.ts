import type { ReviewStatusView } from '../view.js';

const STATES: Record<string, string> = {
  draft: 'not reviewed by counsel',
  reviewed_once: 'reviewed by one counsel',
  reviewed_twice: 'reviewed by two counsel',
  expired: 'review expired',
};

export function reviewText({ state, until, by, mistakes }: ReviewStatusView): string {
  const when = until === null ? '' : state === 'expired' ? ` since ${until}` : ` until ${until}`;
  const who = by.length === 0 ? '' : ` (${by.map(({ name }) => name).join(', ')})`;
  const wrong =
    mistakes.length === 0 ? '' : `; found incorrect: ${mistakes.map((number) => `incident ${number}`).join(', ')}`;
  return `${STATES[state] ?? state}${when}${who}${wrong}`;
}
