import { distance } from 'fastest-levenshtein';
import { isVerified } from './sender.js';
import type { Authenticity } from './notice.js';

/** What is odd about a sender, by name. None of it proves anything; all of it is to be looked at. */
export const SENDER_DOUBTS = ['sender_unproven', 'sender_is_new', 'sender_near_name', 'sender_foreign_mail'] as const;
export type SenderDoubt = (typeof SENDER_DOUBTS)[number];

/** An entry of the directory, as far as a forger would copy it. */
export interface ListedAuthority {
  id: string;
  name: string;
  domains: readonly string[];
}

/** What is known of a sender. */
export interface SenderFacts {
  authenticity: Authenticity;
  /** `id`: its entry in the directory; null where it has none. `email`: the address that the paper gave. */
  authority: { id: string | null; name: string; email: string | null };
  /** Whether an earlier notice came from the same authority, among those that everybody may know of. */
  seenBefore: boolean;
  directory: readonly ListedAuthority[];
}

/** Everything odd about a sender, in the order of the table. */
export function doubtsOfSender({ authenticity, authority, seenBefore, directory }: SenderFacts): SenderDoubt[] {
  const alike = authority.id === null ? directory.find((listed) => isNamedLike(authority.name, listed)) : undefined;
  const domains = alike?.domains ?? directory.flatMap((listed) => listed.domains);
  const holds: Record<SenderDoubt, boolean> = {
    sender_unproven: !isVerified(authenticity),
    sender_is_new: authority.id === null || !seenBefore,
    sender_near_name: alike !== undefined,
    sender_foreign_mail: authority.email !== null && !isWithin(authority.email, domains),
  };
  return SENDER_DOUBTS.filter((doubt) => holds[doubt]);
}

/** One slip in so many letters still reads as the same name. */
const LETTERS_A_SLIP = 8;
/** Shorter names are only alike where they are the same: many offices have three letters. */
const SHORTEST_ALIKE = 8;

/** Whether a name reads like that of a directory's entry, or like the short form in its id (`MeitY` of in-meity). */
function isNamedLike(name: string, listed: ListedAuthority): boolean {
  const [given, known] = [bareName(name), bareName(listed.name)];
  if (given === known) return true;
  const short = /^[a-z]{2}-([a-z0-9]{3,})$/.exec(listed.id)?.[1];
  if (short !== undefined && wordsOf(name).includes(short)) return true;
  if (Math.min(given.length, known.length) < SHORTEST_ALIKE) return false;
  return distance(given, known) <= Math.max(2, Math.floor(known.length / LETTERS_A_SLIP));
}

/** Words that a name is told with or without. */
const FILLING = new Set(['and', 'the', 'of', 'for', 'und', 'der', 'die', 'das', 'et', 'de', 'la', 'le', 'les', 'du']);

function bareName(name: string): string {
  return wordsOf(name)
    .filter((word) => !FILLING.has(word))
    .join('');
}

/** Words in small letters without accents; styled and full-width letters as plain ones. */
function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function isWithin(email: string, domains: readonly string[]): boolean {
  const host = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domains.some((domain) => host === domain.toLowerCase() || host.endsWith(`.${domain.toLowerCase()}`));
}
