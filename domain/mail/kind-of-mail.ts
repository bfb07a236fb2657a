import type { NoticeKind } from '../notice/notice.js';

/** What an authority calls its paper, by words of a subject; what nothing says is a request, which a person reads. */
const WORDS: readonly [RegExp, NoticeKind][] = [
  [/\bpreserv\w*/iu, 'preservation_order'],
  [/\bcourt order\b|\bgerichtsbeschluss\b|\bordonnance\b/iu, 'court_order'],
  [/\b(?:information|disclosure|production) order\b|\bauskunfts\w*/iu, 'information_order'],
  [/\bblock(?:ing|ed)?\b|\bsperr\w*|\bblocage\b/iu, 'blocking_order'],
  [/\bremov(?:al|e)\b|\btake[- ]?down\b|\bentfernung\w*|\blösch\w*|\bretrait\b/iu, 'removal_order'],
];

/** The kind under which a mail is entered that the desk opens a notice for by itself: a proposal, like all that is read of it. */
export function kindOfMail(subject: string): NoticeKind {
  return WORDS.find(([word]) => word.test(subject))?.[1] ?? 'request';
}
