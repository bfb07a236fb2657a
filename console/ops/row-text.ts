import type { AlertKind } from '../../domain/alert.js';
import { en } from '../words/en/index.js';
import { hasKey } from '../../domain/record-keys.js';
import { formatDayTime, formatList, formatNumber, inSentence, withOwnTimes } from '../parts/format.js';
import type { Words } from '../words/use-words.js';
import { findItemClock } from './group-causes.js';
import type { AlertItem } from './types.js';

const BY_DUE: readonly AlertKind[] = [
  'clock_missed',
  'authority_silent',
  'restore_due',
  'unclaimed',
  'breach_forecast',
];
const BY_LETTER: readonly AlertKind[] = ['letter_bounced', 'letter_no_recipient', 'letter_not_written', 'mail_outage'];

export function rowText(item: AlertItem, t: Words): string {
  const { kind, summary, detail } = item;
  const nearest = findItemClock(item);
  const clock = nearest === null ? '' : inSentence(t(`words:clock.${nearest.kind}`));
  if (BY_DUE.includes(kind) && nearest?.shown.dueAt != null)
    return t('ops:row.due', { clock, at: formatDayTime(nearest.shown.dueAt) });
  const to = Array.isArray(detail.to) ? formatList(detail.to.map((role) => roleName(String(role), t))) : '';
  if (kind === 'page_not_acknowledged' && typeof detail.level === 'number')
    return t('ops:row.page', { level: detail.level, clock, to });
  if (kind === 'nobody_to_tell' && to !== '') return t('ops:row.nobody', { to });
  if (BY_LETTER.includes(kind) && typeof detail.letter === 'string' && hasKey(en.letters.kind, detail.letter))
    return t('ops:row.letter', { letter: t(`letters:kind.${detail.letter}`) });
  if (kind === 'unsupported_restrictions')
    return t('ops:row.unsupported', {
      count: Number(detail.restrictions),
      notices: formatNumber(Number(detail.notices)),
    });
  if (Array.isArray(detail.targets) && detail.targets.length > 0)
    return t('ops:row.targets', { count: detail.targets.length, numbers: formatNumbers(detail.targets) });
  if (typeof detail.pending === 'number') return t('ops:row.pending', { count: detail.pending });
  return withOwnTimes(summary);
}

const MAX_NUMBERS = 5;

function formatNumbers(targets: readonly unknown[]): string {
  const first = targets.slice(0, MAX_NUMBERS).map((no) => formatNumber(Number(no)));
  return targets.length > MAX_NUMBERS ? `${first.join(', ')} …` : formatList(first);
}

function roleName(role: string, t: Words): string {
  return hasKey(en.frame.role, role) ? inSentence(t(`frame:role.${role}`)) : role;
}
