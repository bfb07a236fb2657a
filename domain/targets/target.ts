import { nearKeyOfUrl } from './near-key.js';

export const TARGET_TYPES = [
  'account',
  'post',
  'url',
  'hashtag',
  'channel',
  'app',
  'search_result',
  'data_subject',
] as const;
export type TargetType = (typeof TARGET_TYPES)[number];

export const TARGET_STATUSES = [
  'undecided',
  'drafted',
  'submitted',
  'approved',
  'applied',
  'failed',
  'restored',
] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

/** Problems of a target as sent. The target is kept, as something to push back on. */
export const TARGET_PROBLEMS = ['malformed_locator', 'control_characters', 'too_long', 'unsupported_scheme'] as const;
export type TargetProblem = (typeof TARGET_PROBLEMS)[number];

export const TARGET_FLAGS = ['confusable', 'punycode', 'mixed_script', 'near_duplicate', 'seen_before'] as const;
export type TargetFlag = (typeof TARGET_FLAGS)[number];

/** Remarks that start alike are one group. */
export const REMARK_CHARACTERS = 200;

export interface SentTarget {
  type: TargetType;
  locator: string;
  note: string;
}

export interface ReadTarget extends SentTarget {
  normalised: string;
  nearKey: string;
  problem: TargetProblem | null;
  flags: TargetFlag[];
}

/** Max length of a sound locator in UTF-16 units; longer URLs do not fit any browser's address bar. */
const MAX_URL = 8_192;
const MAX_NAME = 255;
const MAX_DATA_SUBJECT = 1_024;

// Control, format-override and separator characters: invisible on a screen, so they cannot be intended.
const CONTROLS = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const HANDLE = /^@?[^\s\p{Cc}]{1,255}$/u;
const HASHTAG = /^#[^\s\p{Cc}]{1,255}$/u;
const PLATFORM_ID = /^[A-Za-z0-9._:@-]{1,255}$/;

interface Parsed {
  normalised: string;
  nearKey: string;
  problem: TargetProblem | null;
  host: string | null;
}

/**
 * Parses one target as sent: normalizes it (NFC, trimmed, WHATWG for URLs), validates and flags it. Never fetches it.
 */
export function readTarget(sent: SentTarget): ReadTarget {
  if (PLAIN.test(sent.locator)) return readPlain(sent);
  // PostgreSQL text cannot hold NUL; its symbol keeps the row readable and marks the control character.
  const visibleLocator = sent.locator.normalize('NFC').trim().replaceAll('\0', '\u2400');
  const parsed = sent.locator.includes('\0')
    ? bad(visibleLocator, 'control_characters')
    : parse(sent.type, visibleLocator);
  const locator = parsed.host === null ? visibleLocator : parsed.normalised;
  const flags: TargetFlag[] = [];
  const visible = parsed.host === null ? locator : hostAsSent(visibleLocator);
  if (parsed.host !== null && isPunycode(parsed.host)) flags.push('punycode');
  if (isMixedScript(visible)) flags.push('mixed_script');
  if (hasConfusable(visible)) flags.push('confusable');
  return {
    type: sent.type,
    note: sent.note,
    locator,
    normalised: parsed.normalised,
    nearKey: parsed.nearKey,
    problem: parsed.problem,
    flags,
  };
}

/**
 * Returns the normalized forms that a text may have as a locator of any type: with and without the sign before a name,
 * and as a URL.
 */
export function locatorForms(text: string): string[] {
  const bare = text.trim().replace(/^[@#]/, '');
  const sent: [TargetType, string][] = [
    ['account', text],
    ['account', `@${bare}`],
    ['account', bare],
    ['hashtag', `#${bare}`],
    ['url', text],
    ['post', text],
    ['data_subject', text],
  ];
  const read = sent.map(([type, locator]) => readTarget({ type, locator, note: '' }));
  return [...new Set(read.flatMap(({ normalised, problem }) => (problem === null ? [normalised] : [])))];
}

const PLAIN = /^[\x21-\x7e]+$/;

/** Fast path for ASCII locators, which nearly all are: a list of 100,000 is read in a third of the time. */
function readPlain({ type, locator: sent, note }: SentTarget): ReadTarget {
  const { normalised, nearKey, problem, host } = parsePlain(type, sent);
  const flags: TargetFlag[] = host !== null && isPunycode(host) ? ['punycode'] : [];
  return { type, note, locator: host === null ? sent : normalised, normalised, nearKey, problem, flags };
}

function isPunycode(host: string): boolean {
  return host.includes('xn--') && host.split('.').some((label) => label.startsWith('xn--'));
}

/** Returns the host as written: parsing converts foreign letters to punycode and hides their appearance. */
function hostAsSent(locator: string): string {
  return /^[^:]*:[/\\]*(?:[^/\\?#]*@)?([^/\\?#]*)/.exec(locator)?.[1] ?? '';
}

function parse(type: TargetType, locator: string): Parsed {
  return CONTROLS.test(locator) ? bad(locator, 'control_characters') : parsePlain(type, locator);
}

function parsePlain(type: TargetType, locator: string): Parsed {
  switch (type) {
    case 'account':
      return name(locator, HANDLE, locator.startsWith('@') ? locator.slice(1) : locator);
    case 'hashtag':
      return name(locator, HASHTAG, locator.startsWith('#') ? locator.slice(1) : locator);
    case 'data_subject':
      if (locator.length === 0) return bad(locator, 'malformed_locator');
      return locator.length > MAX_DATA_SUBJECT ? bad(locator, 'too_long') : good(locator, locator.toLowerCase());
    case 'url':
    case 'search_result':
      return url(locator);
    case 'post':
    case 'channel':
    case 'app':
      if (PLATFORM_ID.test(locator)) return good(locator, locator.toLowerCase());
      return /^[A-Za-z0-9._@-]{256,}$/.test(locator) ? bad(locator, 'too_long') : url(locator);
  }
}

function name(locator: string, grammar: RegExp, bare: string): Parsed {
  if (bare.length > MAX_NAME && Array.from(bare).length > MAX_NAME) return bad(locator, 'too_long');
  // A plain locator has no white space or control characters, so only its length is checked, which takes a third of the
  // time.
  const sound = grammar === HANDLE && PLAIN.test(locator) ? bare.length <= MAX_NAME : grammar.test(locator);
  if (bare === '' || !sound) return bad(locator, 'malformed_locator');
  return good(locator, bare.toLowerCase());
}

function url(locator: string): Parsed {
  if (locator.length > MAX_URL) return bad(locator, 'too_long');
  let parsed: URL;
  try {
    parsed = new URL(locator);
  } catch {
    return bad(locator, 'malformed_locator');
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return bad(locator, 'unsupported_scheme');
  if (parsed.hostname === '') return bad(locator, 'malformed_locator');
  return { normalised: parsed.href, nearKey: nearKeyOfUrl(parsed), problem: null, host: parsed.hostname };
}

function good(normalised: string, nearKey: string): Parsed {
  return { normalised, nearKey, problem: null, host: null };
}

function bad(locator: string, problem: TargetProblem): Parsed {
  return { normalised: locator, nearKey: locator, problem, host: null };
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Hebrew}/u,
];

/** Mixed look-alike scripts within one name are the most common way to imitate an account. */
function isMixedScript(text: string): boolean {
  return SCRIPTS.filter((script) => script.test(text)).length > 1;
}

// Letters outside ASCII that most fonts draw like an ASCII one (Unicode confusables table, UTS 39); styled mathematical
// letters (from U+1D400) spell whole words.
const CONFUSABLE = /[асеорхуіјѕԁԛԝһӏАВЕЅІЈКМНОРСТХҮΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵνｍɡɩ\u{1D400}-\u{1D7FF}０-９ａ-ｚＡ-Ｚ]/u;

// Zero-width characters. The joiners belong to Indic and Arabic scripts and to emoji, and are a trick after any other
// letter.
const INVISIBLE =
  /[\u00AD\u180E\u200B\u2060-\u2064\uFEFF]|(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Mongolian}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D]/u;

function hasConfusable(text: string): boolean {
  return CONFUSABLE.test(text) || INVISIBLE.test(text);
}

export interface Counted<T> extends Iterable<T> {
  readonly length: number;
}

/**
 * Reads a list as sent: merges exact duplicates, flags near duplicates on both rows, and keeps the order. `places`
 * holds each target's row index.
 * Uses one map per type, because a combined key would cost 20 MB for 100,000 rows.
 */
export function readTargets(sent: Counted<SentTarget>): { targets: ReadTarget[]; merged: number; places: number[] } {
  const seen = new Map(TARGET_TYPES.map((type) => [type, new Set<string>()]));
  const near = new Map(TARGET_TYPES.map((type) => [type, new Map<string, ReadTarget>()]));
  const targets: ReadTarget[] = [];
  const places: number[] = [];
  let place = -1;
  for (const one of sent) {
    place += 1;
    const target = readTarget(one);
    const same = seen.get(target.type);
    if (same === undefined || same.has(target.normalised)) continue;
    same.add(target.normalised);
    targets.push(target);
    places.push(place);
    if (target.problem === null) flagNear(near.get(target.type), target);
  }
  return { targets, merged: sent.length - targets.length, places };
}

function flagNear(byKey: Map<string, ReadTarget> | undefined, target: ReadTarget): void {
  const first = byKey?.get(target.nearKey);
  if (first === undefined) {
    byKey?.set(target.nearKey, target);
    return;
  }
  if (!first.flags.includes('near_duplicate')) first.flags.push('near_duplicate');
  target.flags.push('near_duplicate');
}
