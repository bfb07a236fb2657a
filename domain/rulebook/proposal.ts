import type { NoticeKind } from '../notices/notice.js';

export const AUTHORITY_KINDS = ['ministry', 'regulator', 'court', 'police', 'agency'] as const;
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number];

/** The documents for which a law is proposed until triage has read them. */
export interface LawProposal {
  kinds: NoticeKind[];
  /**
   * Only for these issuers. Takes precedence over a proposal by kind of issuer, which takes precedence over one for
   * all.
   */
  authorities?: string[] | undefined;
  authorityKinds?: AuthorityKind[] | undefined;
  /**
   * Only if one of these starts a word of the document's subject or text. The law then applies beside the one proposed
   * without words, and of each duty the stricter one runs.
   */
  words?: string[] | undefined;
  why: string;
}

/** What is known of a document before a person has read it. */
export interface DocumentToPlace {
  jurisdiction: string;
  kind: NoticeKind;
  authorityId?: string | null | undefined;
  authorityKind?: string | null | undefined;
  text?: string | undefined;
}

export interface ProposedLaw {
  id: string;
  why: string;
  words: string[];
}

interface Proposable {
  id: string;
  jurisdictions: readonly string[];
  proposeFor: readonly LawProposal[];
}

const READ = 100_000;

/**
 * Returns the laws to consider for a document, likeliest first: the narrowest one without words, then those whose words
 * match.
 */
export function proposeLaws(laws: readonly Proposable[], document: DocumentToPlace): ProposedLaw[] {
  const text = (document.text ?? '').slice(0, READ).normalize('NFKC').toLowerCase();
  const fitting = laws
    .filter(({ jurisdictions }) => jurisdictions.includes(document.jurisdiction))
    .flatMap(({ id, proposeFor }) => proposeFor.map((proposal) => ({ id, ...proposal })))
    .filter(({ kinds }) => kinds.includes(document.kind))
    .flatMap((proposal) => {
      const width = measureBreadth(proposal, document);
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

function measureBreadth({ authorities, authorityKinds }: LawProposal, document: DocumentToPlace): number | null {
  if (authorities !== undefined) return authorities.includes(document.authorityId ?? '') ? 0 : null;
  if (authorityKinds === undefined) return 2;
  return authorityKinds.some((kind) => kind === document.authorityKind) ? 1 : null;
}

function wordsIn(wanted: readonly string[] | undefined, text: string): string[] | null {
  if (wanted === undefined) return [];
  const found = wanted.filter((word) => begins(text, word.normalize('NFKC').toLowerCase()));
  return found.length === 0 ? null : found;
}

const LETTER = /\p{L}/u;

function begins(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !LETTER.test(text.charAt(at - 1))) return true;
  }
  return false;
}
