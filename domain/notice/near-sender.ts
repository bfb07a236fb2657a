import { distance } from 'fastest-levenshtein';
import { isHostWithin } from './mail-host.js';

/** An entry of the directory, as far as a forger would copy it. */
export interface ListedAuthority {
  id: string;
  name: string;
  domains: readonly string[];
}

/** One slip in so many letters still reads as the same name. */
const LETTERS_A_SLIP = 8;
/** Shorter names are only alike where they are the same: many offices have three letters. */
const SHORTEST_ALIKE = 8;

/** Whether a name reads like that of a directory's entry, or like the short form in its id (`MeitY` of in-meity). */
export function isNamedLike(name: string, listed: ListedAuthority): boolean {
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

/** The domain of the directory that a host is made to look like; undefined where it is one of them, or like none. */
export function imitatedBy(host: string, domains: readonly string[]): string | undefined {
  if (isHostWithin(host, domains)) return undefined;
  return domains.find((domain) => looksLike(host, domain.toLowerCase()));
}

/** Names of so few letters are near to many others that are nobody's forgery (`mea` and `mha`). */
const SHORTEST_LABEL = 5;
/** A name of its own, which another suffix does not make another. */
const SHORTEST_OWN_NAME = 4;

function looksLike(host: string, domain: string): boolean {
  const [own = ''] = domain.split('.');
  // The whole of it before a suffix of somebody else's, or with dashes for its dots.
  if (`.${host}.`.includes(`.${domain}.`) || host.includes(domain.replaceAll('.', '-'))) return true;
  if (own.length >= SHORTEST_OWN_NAME && host.split(/[.-]/).includes(own)) return true;
  const tail = host.split('.').slice(-domain.split('.').length).join('.');
  if (drawn(tail) === drawn(domain)) return true;
  return own.length >= SHORTEST_LABEL && distance(tail, domain) <= 2;
}

/** Characters of a host name that are drawn like others, as those: 0 and o, 1 and l, rn and m, vv and w. */
function drawn(host: string): string {
  const plain = host.replaceAll('0', 'o').replaceAll(/[1i|]/g, 'l').replaceAll('5', 's');
  return plain.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('-', '');
}
