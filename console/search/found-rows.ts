import { inSentence, formatCountry, formatInstant } from '../parts/format.js';
import { padNo } from '../notice/targets/selection.js';
import type { Words } from '../words/use-words.js';
import type { ShownFound } from './use-found.js';

export const FOUND_KINDS = [
  'notices',
  'targets',
  'letters',
  'mail',
  'audit',
  'imported',
  'authorities',
  'laws',
] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

/** A place in the console. A value of `search` is what the list there shows. */
export interface Way {
  to: string;
  search: Record<string, string>;
}

export interface FoundRow {
  key: string;
  name: string;
  about: string;
  way: Way;
  /** Untrusted text that is never reordered with what follows. */
  isLocator?: true;
}

/** The rows of each kind, with the way to the record itself. */
export function toRows(found: ShownFound, { t, readsNotices }: { t: Words; readsNotices: boolean }) {
  const toNotice = (id: string, search: Record<string, string> = {}, tab = ''): Way =>
    // People who cannot read notices only have the list of those they submitted.
    readsNotices ? { to: `/notices/${id}${tab}`, search } : { to: '/', search: { open: id } };
  const rows: Record<FoundKind, FoundRow[]> = {
    notices: found.notices.map(({ id, number, ...notice }) => ({
      key: id,
      name: number,
      about: 'subject' in notice ? notice.subject : (notice.reference ?? ''),
      way: toNotice(id),
    })),
    targets: found.targets.map(({ notice, number, no, locator, status }) => ({
      key: `${notice} ${no}`,
      name: locator,
      about: t('search:of', { no: padNo(no), number, state: inSentence(t(`words:status.${status}`)) }),
      way: toNotice(notice, { q: locator }),
      isLocator: true,
    })),
    letters: found.letters.map(({ notice, number, n, kind, subject, at }) => ({
      key: `${notice} ${n}`,
      name: subject,
      about: t('search:letter', { kind: t(`letters:kind.${kind}`), number, at: formatInstant(at) }),
      way: toNotice(notice, { letter: String(n) }, '/letters'),
    })),
    mail: found.mail.map(({ id, from, subject, receivedAt, number }) => ({
      key: id,
      name: subject === '' ? t('search:noSubject') : subject,
      about:
        number === null
          ? t('search:mailFrom', { from, at: formatInstant(receivedAt) })
          : t('search:mailOf', { from, at: formatInstant(receivedAt), number }),
      way: { to: '/inbound', search: { state: 'all', q: subject === '' ? from : subject, open: id } },
    })),
    audit: found.audit.map(({ seq, at, text, actor, number, action }) => ({
      key: String(seq),
      name: text,
      about:
        number === null
          ? t('search:entry', { seq, actor, at: formatInstant(at) })
          : t('search:entryOf', { seq, actor, at: formatInstant(at), number }),
      way: { to: '/audit', search: { action, ...(number === null ? {} : { notice: number }), open: String(seq) } },
    })),
    imported: found.imported.map(({ id, source, externalId, subject, receivedAt }) => ({
      key: id,
      name: externalId,
      about: t('search:imported', { source, subject, at: formatInstant(receivedAt) }),
      way: { to: '/imported', search: { q: externalId, open: id } },
    })),
    authorities: found.authorities.map(({ id, name, country }) => ({
      key: id,
      name,
      about: formatCountry(country),
      way: { to: '/authorities', search: { open: id } },
    })),
    laws: found.laws.map(({ id, title }) => ({
      key: id,
      name: id,
      about: title,
      way: { to: '/rulebook', search: { open: id } },
    })),
  };
  return rows;
}
