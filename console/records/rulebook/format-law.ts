import { standardEscalation } from '../../../domain/open-clocks/escalation.js';
import { formatList } from '../../parts/format.js';
import type { Words } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import type { Version } from './types.js';

type ClockRule = Version['clocks'][number];
type Counting = ClockRule['counting'];

/**
 * Formats a period such as `36 hours` or `5 business days, to the end of the day`; refers to the order if the law sets
 * no time.
 */
export function formatCount(counting: Counting, t: Words): string {
  if (counting === null) return t('rulebook:fact.asOrdered');
  const { amount, unit, dueTime, roll } = counting;
  const isElapsed = unit === 'minute' || unit === 'hour' || unit === 'business_hour';
  return [
    t(`records:unit.${unit}`, { count: amount }),
    dueTime === 'end_of_day' && !isElapsed ? t('rulebook:fact.endOfDay') : '',
    roll === 'none' ? '' : t(`rulebook:fact.roll.${roll}`),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export function formatEvery({ amount, unit }: NonNullable<Version['statusUpdates']>['every'], t: Words): string {
  return t('rulebook:fact.every', { amount: t(`records:unit.${unit}`, { count: amount }) });
}

export function describeClockName({ kind, owner, form, guards }: ClockRule, t: Words): string {
  const name = t(`words:clock.${kind}`);
  const named = owner === 'authority' && kind !== 'authority' ? `${name}, ${t('words:owner.authority')}` : name;
  return form === 'floor'
    ? t('rulebook:fact.floor', { clock: named, of: formatValueName(t, 'rulebook:guards', guards ?? '') })
    : named;
}

/** Describes the escalation steps of a rule; empty if they are the default policy. */
export function describeEscalation(rule: ClockRule, t: Words): string {
  const { escalation } = rule;
  if (JSON.stringify(escalation) === JSON.stringify(standardEscalation(rule))) return '';
  if (escalation.length === 0) return t('rulebook:fact.notifiedNone');
  const steps = escalation.map(({ percent, to, page }) => {
    const roles = formatList(to.map((role) => t(`frame:role.${role}`)));
    return page ? t('rulebook:fact.stepPage', { percent, roles }) : t('rulebook:fact.step', { percent, roles });
  });
  return t('rulebook:fact.notified', { steps: steps.join('; ') });
}
