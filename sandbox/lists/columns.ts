import { TARGET_TYPES, type TargetType } from '../../domain/targets/target.js';
import { CELL_TOO_LONG, isProblem, MAX_CELL, MAX_NOTE, type ListItem, type TableLine } from './item.js';

export interface Columns {
  type: number;
  locator: number;
  note: number;
  bareWord: TargetType;
}

const TYPE_HEADS = 'type kind category target_type item_type typ art kategorie categorie genre tipo prakar'.split(' ');
const NOTE_HEADS =
  'note notes remark remarks reason reasons comment comments description bemerkung bemerkungen hinweis notiz grund kommentar anmerkung remarque remarques commentaire motif raison tippani karan nota motivo'.split(
    ' ',
  );
const LOCATOR_HEADS: Record<string, TargetType> = {
  ...bare('account', 'locator target item identifier handle handles account accounts account_name user users username'),
  ...bare(
    'account',
    'user_name user_id userid screen_name screenname profile profiles twitter_handle twitter_id konto',
  ),
  ...bare('account', 'benutzer benutzername nutzer nutzername profil compte comptes utilisateur identifiant pseudo'),
  ...bare('account', 'khata upyogkarta cuenta usuario'),
  ...bare('url', 'url urls uri link links web_link weblink hyperlink web_address webaddress website webpage'),
  ...bare('url', 'webadresse verknuepfung lien liens enlace kadi'),
  ...bare(
    'post',
    'post posts post_id postid tweet tweets tweet_id tweetid status_id video video_id beitrag publication',
  ),
  ...bare('hashtag', 'hashtag hashtags tag tags schlagwort mot_diese'),
  ...bare('channel', 'channel channels channel_id group kanal gruppe chaine groupe'),
  ...bare('app', 'app apps app_id package package_name bundle_id anwendung application'),
};
const FIRST_CHOICE = ['locator', 'url', 'urls', 'link', 'handle', 'screen_name', 'username', 'target'];

const TYPE_WORDS: Record<string, TargetType> = {
  ...Object.fromEntries(TARGET_TYPES.map((type) => [type, type])),
  ...bare('account', 'accounts user users username profile profiles handle handles page konto profil compte khata'),
  ...bare('post', 'posts tweet tweets status video videos reel story comment beitrag publication'),
  ...bare('url', 'urls uri link links website web webpage webadresse lien kadi'),
  ...bare('hashtag', 'hashtags tag tags topic schlagwort'),
  ...bare('channel', 'channels group groups kanal gruppe chaine groupe community'),
  ...bare('app', 'apps application applications package anwendung'),
  ...bare('search_result', 'search search_results search_term query suchergebnis'),
  ...bare('data_subject', 'subject person persons individual people betroffener personne'),
};

function bare(type: TargetType, words: string): Record<string, TargetType> {
  return Object.fromEntries(words.split(' ').map((word) => [word, type]));
}

function plainWord(text: string): string {
  return text
    .slice(0, 100)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

/** Reads the columns named by a heading row, in any order and known language; null if it names no locator column. */
export function readHead(cells: readonly string[]): Columns | null {
  // A row that holds a locator is data, whatever its other cells say.
  if (cells.some((cell) => looksLikeLocator(cell.trim()))) return null;
  const words = cells.map(plainWord);
  const type = words.findIndex((word) => TYPE_HEADS.includes(word));
  const candidates = words.flatMap((word, at) => (at !== type && Object.hasOwn(LOCATOR_HEADS, word) ? [at] : []));
  const locator = candidates.sort((a, b) => rank(words[a]) - rank(words[b]) || a - b)[0];
  if (locator === undefined) return null;
  const note = words.findIndex((word, at) => at !== locator && NOTE_HEADS.includes(word));
  return { type, locator, note, bareWord: LOCATOR_HEADS[words[locator] ?? ''] ?? 'account' };
}

function rank(word: string | undefined): number {
  const at = FIRST_CHOICE.indexOf(word ?? '');
  return at < 0 ? FIRST_CHOICE.length : at;
}

export function columnsWithoutHead(cells: readonly string[]): Columns | null {
  if (cells.length < 2) return { type: -1, locator: 0, note: -1, bareWord: 'account' };
  if (readType(cells[0] ?? '') === null) return null;
  return { type: 0, locator: 1, note: 2, bareWord: 'account' };
}

function readType(text: string): TargetType | null {
  const word = plainWord(text);
  return Object.hasOwn(TYPE_WORDS, word) ? (TYPE_WORDS[word] ?? null) : null;
}

export function looksLikeLocator(text: string): boolean {
  return /^(https?:\/\/\S+|www\.\S+\.\S+|[@#][^\s@#]+)$/iu.test(text);
}

export function guessType(locator: string, bareWord: TargetType = 'account'): TargetType {
  if (locator.startsWith('#')) return 'hashtag';
  if (/^www\./i.test(locator)) return 'url';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(locator)) return bareWord === 'post' || bareWord === 'channel' ? bareWord : 'url';
  return locator.startsWith('@') || bareWord === 'hashtag' ? 'account' : bareWord;
}

/** A spreadsheet shows 1357924680123456789 as this and keeps no more digits. */
const ROUNDED = /^\d([.,]\d+)?E\+?\d{2,}$/i;

export function toItem(table: TableLine, columns: Columns): ListItem {
  if (isProblem(table)) return table;
  const { line, cells } = table;
  const cell = (at: number) => (at < 0 ? '' : (cells[at] ?? ''));
  return toRow(
    { line, type: cell(columns.type), locator: cell(columns.locator), note: cell(columns.note) },
    columns.bareWord,
  );
}

export function toRow(
  { line, type, locator, note }: { line: number; type: string; locator: string; note: string },
  bareWord: TargetType = 'account',
): ListItem {
  const problem = (reason: string) => ({ line, reason });
  if (!/[^\s,;|]/.test(locator)) return problem('The locator is missing.');
  if (locator.length > MAX_CELL || note.length > MAX_CELL) return problem(CELL_TOO_LONG);
  if (note.length > MAX_NOTE) return problem(`The note is longer than ${MAX_NOTE} characters.`);
  if (!locator.isWellFormed() || !note.isWellFormed()) return problem('A cell contains an incomplete character.');
  if (note.includes('\0')) return problem('The note contains a NUL character.');
  if (ROUNDED.test(locator.trim())) {
    return problem('A spreadsheet has rounded this number. Format the column as text and enter the number again.');
  }
  const trimmed = locator.trim();
  const known = type.trim() === '' ? guessType(trimmed, bareWord) : readType(type);
  if (known === null) return problem(`${quote(type)} is not a target type. Types are ${TARGET_TYPES.join(', ')}.`);
  return { line, type: known, locator, note: note.trim() };
}

/** Quotes text of a file in a reason: one line, short, without control characters. */
export function quote(text: string): string {
  const shown = text.trim().replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ');
  return `"${shown.length > 40 ? `${Array.from(shown).slice(0, 39).join('')}…` : shown}"`;
}
