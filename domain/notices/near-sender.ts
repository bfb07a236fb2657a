import { distance } from 'fastest-levenshtein';
import { isHostWithin } from './mail-host.js';

/** The parts of a directory entry that a forger would copy. */
export interface ListedAuthority {
  id: string;
  name: string;
  domains: readonly string[];
}

const LETTERS_A_SLIP = 8;
/** Shorter names must match exactly: many offices share three-letter names. */
const MIN_ALIKE = 8;

/** Whether a name resembles that of a directory entry, or the short form in its id (`MeitY` for in-meity). */
export function isNamedLike(name: string, listed: ListedAuthority): boolean {
  const [given, known] = [bareName(name), bareName(listed.name)];
  if (given === known) return true;
  const short = /^[a-z]{2}-([a-z0-9]{3,})$/.exec(listed.id)?.[1];
  if (short !== undefined && splitWords(name).includes(short)) return true;
  if (Math.min(given.length, known.length) < MIN_ALIKE) return false;
  return distance(given, known) <= Math.max(2, Math.floor(known.length / LETTERS_A_SLIP));
}

const FILLING = new Set(['and', 'the', 'of', 'for', 'und', 'der', 'die', 'das', 'et', 'de', 'la', 'le', 'les', 'du']);

function bareName(name: string): string {
  return splitWords(name)
    .filter((word) => !FILLING.has(word))
    .join('');
}

function splitWords(name: string): string[] {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** Returns the listed domain that a host imitates; undefined if it belongs to one of them or resembles none. */
export function imitatedBy(host: string, domains: readonly string[]): string | undefined {
  if (isHostWithin(host, domains)) return undefined;
  return domains.find((domain) => looksLike(host, domain.toLowerCase()));
}

/** Shorter labels are close to many legitimate ones (`mea` and `mha`). */
const MIN_LABEL = 5;
const MIN_OWN_NAME = 4;

function looksLike(host: string, domain: string): boolean {
  const [own = ''] = domain.split('.');
  // The whole domain followed by another suffix, or with dashes for its dots.
  if (`.${host}.`.includes(`.${domain}.`) || host.includes(domain.replaceAll('.', '-'))) return true;
  if (own.length >= MIN_OWN_NAME && host.split(/[.-]/).includes(own)) return true;
  const tail = host.split('.').slice(-domain.split('.').length).join('.');
  if (drawn(tail) === drawn(domain)) return true;
  return own.length >= MIN_LABEL && distance(tail, domain) <= 2;
}

function drawn(host: string): string {
  const plain = host.replaceAll('0', 'o').replaceAll(/[1i|]/g, 'l').replaceAll('5', 's');
  return plain.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('-', '');
}
