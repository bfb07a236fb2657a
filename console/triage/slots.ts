import { DETAILS_OF_KIND } from '../../domain/notices/details.js';
import type { Words } from '../words/use-words.js';
import { readSelectedDate, readSelectedDeadline } from './read-selection.js';
import type { Triage } from './use-triage.js';

/** A field that selected words can fill. */
export interface Slot {
  path: string;
  label: string;
  fill: (words: string) => void;
}

const MAX_DETAIL = 1_000;

/** The fields of the open question, then those of the kind. */
export function listSlots({ notice, form, details, preview, open }: Triage, t: Words): Slot[] {
  const { facts } = form.values;
  const dates = (preview?.dates ?? []).map((name) => ({
    path: `/facts/${name}`,
    label: t(`triage:when.${name}`),
    fill: (words: string) => form.change({ facts: { ...facts, [name]: readSelectedDate(words) } }),
  }));
  const until = {
    path: '/effectiveUntil',
    label: t('intake:when.effectiveUntil'),
    fill: (words: string) => form.change({ effectiveUntil: readSelectedDate(words) }),
  };
  const deadline = {
    path: '/orderedDeadline',
    label: t('triage:short.deadline'),
    fill: (words: string) => form.change({ orderedDeadline: readSelectedDeadline(words) }),
  };
  const ofKind = DETAILS_OF_KIND[notice.kind].map((field) => ({
    path: `/details/${field}`,
    label: t(`notice:detail.${field}`),
    fill: (words: string) =>
      details.change({ details: { ...details.values.details, [field]: words.slice(0, MAX_DETAIL) } }),
  }));
  const own = open === 'when' ? [...dates, until] : open === 'deadline' ? [deadline] : [];
  return [...own, ...ofKind];
}
