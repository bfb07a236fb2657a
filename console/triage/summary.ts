import { formatDuration, formatInstant, formatList } from '../parts/format.js';
import type { Words } from '../words/use-words.js';
import { readSpan } from '../forms/when/span.js';
import { toOrderedDeadline, type TriageQuestion } from './answers.js';
import type { Triage } from './use-triage.js';

/** An answer in one line. */
export function summarize(question: TriageQuestion, triage: Triage, t: Words): string {
  return SUMMARIES[question](triage, t);
}

const SUMMARIES: Record<TriageQuestion, (triage: Triage, t: Words) => string> = {
  complete: ({ preview, form }, t) => {
    const items = preview?.checklist ?? [];
    if (items.length === 0) return t('triage:complete.none');
    const { checklist } = form.values;
    const missing = items.filter(({ id }) => checklist[id] === 'missing').map(({ asks }) => asks);
    const open = items.filter(({ id }) => checklist[id] === undefined).length;
    const present = items.length - missing.length - open;
    return [
      t('triage:complete.found', { n: present, of: items.length }),
      ...(missing.length === 0 ? [] : [t('triage:complete.lacks', { points: formatList(missing) })]),
      ...(open === 0 ? [] : [t('triage:complete.open', { count: open })]),
    ].join(' ');
  },
  who: ({ notice, form }, t) => `${notice.authority.name}, ${t(`words:authenticity.${form.values.authenticity}`)}`,
  law: ({ preview, form }) => {
    const { regime } = form.values;
    return preview?.regime.id === regime ? `${preview.regime.title} (${regime})` : regime;
  },
  when: ({ notice, preview, form }, t) => {
    const { facts, effectiveUntil } = form.values;
    const given = (preview?.dates ?? []).filter((name) => facts[name].trim() !== '');
    return [
      t('triage:when.received', { at: formatInstant(notice.receivedAt) }),
      ...given.map((name) => `${t(`triage:when.${name}`)}: ${facts[name]}.`),
      ...(effectiveUntil.trim() === '' ? [] : [`${t('intake:when.effectiveUntil')}: ${effectiveUntil}.`]),
    ].join(' ');
  },
  deadline: ({ form }, t) => {
    const { kind, text } = form.values.orderedDeadline;
    if (kind === 'none') return t('triage:deadline.none');
    if (kind === 'immediately') return t('notice:facts.immediately');
    const read = toOrderedDeadline(form.values.orderedDeadline);
    if (read != null && 'at' in read) return t('notice:facts.at', { at: formatInstant(read.at) });
    return t('notice:facts.within', { span: formatDuration(readSpan(text) ?? text) });
  },
};
