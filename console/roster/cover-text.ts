import type { z } from 'zod';
import type { coverView } from '../../contract/people/roster.js';
import { formatDayTime, formatRecent } from '../parts/format.js';
import { nowMs } from '../state/now.js';
import type { Words } from '../words/use-words.js';
import { formatLoad } from './roster-text.js';

type CoverView = z.infer<typeof coverView>;

const MAX_NAMED = 3;

/** Who could still save a deadline, or that nobody could. */
export function formatCover(cover: CoverView | null, t: Words): string {
  if (cover === null) return t('roster:cover.machine');
  const { people, next } = cover;
  if (people.length === 0)
    return next === null
      ? t('roster:cover.noRoster')
      : t('roster:cover.nobody', { name: next.name, time: formatDayTime(next.from) });
  const now = nowMs();
  const named = people.slice(0, MAX_NAMED).map(({ name, from, until, ...load }) =>
    t(Date.parse(from) <= now ? 'roster:cover.person' : 'roster:cover.later', {
      name,
      from: formatRecent(from, now),
      until: formatRecent(until, now),
      load: formatLoad(load, t),
    }),
  );
  const left = people.length - named.length;
  return left === 0 ? named.join('; ') : t('roster:cover.more', { people: named.join('; '), count: left });
}
