import type { NoticeKind } from '../notices/notice.js';

/**
 * Words in a subject by which authorities name a kind of document. Without a match the mail is a request, which a
 * person reads.
 */
const WORDS: readonly [RegExp, NoticeKind][] = [
  [/\bpreserv\w*/iu, 'preservation_order'],
  [/\bcourt order\b|\bgerichtsbeschluss\b|\bordonnance\b/iu, 'court_order'],
  [/\b(?:information|disclosure|production) order\b|\bauskunfts\w*/iu, 'information_order'],
  [/\bblock(?:ing|ed)?\b|\bsperr\w*|\bblocage\b/iu, 'blocking_order'],
  [/\bremov(?:al|e)\b|\btake[- ]?down\b|\bentfernung\w*|\blösch\w*|\bretrait\b/iu, 'removal_order'],
];

/** Returns the proposed kind for a notice that the desk opens from a mail by itself. */
export function kindOfMail(subject: string): NoticeKind {
  return WORDS.find(([word]) => word.test(subject))?.[1] ?? 'request';
}
