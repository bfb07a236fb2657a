import type { NoticeKind } from '../notice/notice.js';

/** Kinds of issuing bodies, as the directory has them. */
export const AUTHORITY_KINDS = ['ministry', 'regulator', 'court', 'police', 'agency'] as const;
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number];

/** For which papers a law is proposed until triage has read them. */
export interface Proposal {
  kinds: NoticeKind[];
  /** Only for these issuers; it beats one for kinds of issuers, which beats one for all. */
  authorities?: string[] | undefined;
  authorityKinds?: AuthorityKind[] | undefined;
  /**
   * Only where one of these begins a word of the paper's subject or text; it then stands beside the law that is proposed
   * without words, and of each duty the stricter runs.
   */
  words?: string[] | undefined;
  why: string;
}

/** What is known of a paper before anybody has read it. */
export interface PaperToPlace {
  jurisdiction: string;
  kind: NoticeKind;
  authorityId?: string | null | undefined;
  authorityKind?: string | null | undefined;
  /** Its subject and text. */
  text?: string | undefined;
}

/** A law that may govern a paper: why it is thought of, and the words that were found. */
export interface ProposedLaw {
  id: string;
  why: string;
  words: string[];
}

interface Proposable {
  id: string;
  jurisdictions: readonly string[];
  proposeFor: readonly Proposal[];
}

/** A paper is read so far for words (characters): what it is about stands at its beginning. */
const READ = 100_000;

/** The laws to think of for a paper, the likeliest first: the narrowest without words, then those whose words it has. */
export function proposeLaws(laws: readonly Proposable[], paper: PaperToPlace): ProposedLaw[] {
  const text = (paper.text ?? '').slice(0, READ).normalize('NFKC').toLowerCase();
  const fitting = laws
    .filter(({ jurisdictions }) => jurisdictions.includes(paper.jurisdiction))
    .flatMap(({ id, proposeFor }) => proposeFor.map((proposal) => ({ id, ...proposal })))
    .filter(({ kinds }) => kinds.includes(paper.kind))
    .flatMap((proposal) => {
      const width = widthOf(proposal, paper);
      const words = wordsIn(proposal.words, text);
      return width === null || words === null ? [] : [{ id: proposal.id, why: proposal.why, words, width }];
    })
    .toSorted((one, other) => one.width - other.width);
  const plain = fitting.find(({ words }) => words.length === 0);
  const named = fitting.filter(({ words }) => words.length > 0);
  const found = plain === undefined ? named : [plain, ...named];
  return found
    .filter(({ id }, at) => found.findIndex((other) => other.id === id) === at)
    .map(({ id, why, words }) => ({ id, why, words }));
}

/** How wide a proposal is: for this issuer, for its kind, for all; null: not for it. */
function widthOf({ authorities, authorityKinds }: Proposal, paper: PaperToPlace): number | null {
  if (authorities !== undefined) return authorities.includes(paper.authorityId ?? '') ? 0 : null;
  if (authorityKinds === undefined) return 2;
  return authorityKinds.some((kind) => kind === paper.authorityKind) ? 1 : null;
}

/** The wanted words that the text has; none are wanted: an empty list; none of them is there: null. */
function wordsIn(wanted: readonly string[] | undefined, text: string): string[] | null {
  if (wanted === undefined) return [];
  const found = wanted.filter((word) => begins(text, word.normalize('NFKC').toLowerCase()));
  return found.length === 0 ? null : found;
}

const LETTER = /\p{L}/u;

/** Whether a word or phrase stands in a text at the beginning of a word. */
function begins(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !LETTER.test(text.charAt(at - 1))) return true;
  }
  return false;
}
