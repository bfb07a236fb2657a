import type { SavedAuthority } from '../../../domain/changes/entry.js';
import { isSecretAt } from '../../../domain/notices/secrecy.js';
import { isValidAt } from '../../../domain/notices/sender.js';
import { SENDER_POINTS } from '../../../domain/notices/sender-points.js';
import type { PrintedPage } from '../../../letters/pdf/print-letter.js';
import { press } from '../../../letters/pdf/press.js';
import { needNotice, type Reading } from '../../access.js';
import type { Caller } from '../../caller.js';
import { toSecrecy } from '../../../registry/notices/row-secrecy.js';
import { findListed } from './authenticity.js';
import { SHEET_WORDS, type SheetLanguage, type SheetWords } from './sheet-words.js';

const LINE = '_'.repeat(36);
const BOX = '[   ]';

export interface SheetFacts {
  /** Identifies the notice to the holder of the sheet: its number, or for a secret notice an opaque key. */
  mark: string;
  /** Null if the name alone would reveal the matter. */
  authority: string | null;
  entry: Pick<SavedAuthority, 'contacts'> | null;
  language: SheetLanguage;
  at: Date;
}

export async function printCallBackSheet(
  services: Reading,
  caller: Caller,
  { id, language }: { id: string; language: SheetLanguage },
): Promise<Buffer> {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const at = services.now();
  const listed = await findListed(services.db, row);
  const isSecret = isSecretAt(toSecrecy(row), at.getTime());
  const page = callBackSheet({
    mark: isSecret ? row.id : row.number,
    authority: isSecret ? null : row.authority_name,
    entry: listed?.verification === 'verified' ? listed : null,
    language,
    at,
  });
  return press({ page });
}

/**
 * The printable call-back sheet: which contact to call, what to check, where to record it. It says nothing of the
 * order, because it lies on desks.
 */
export function callBackSheet({ mark, authority, entry, language, at }: SheetFacts): PrintedPage {
  const words = SHEET_WORDS[language];
  const title = [words.title, mark, ...(authority === null ? [] : [authority])].join(', ');
  const text = [
    words.rule,
    [`${words.contacts} (${at.toISOString().slice(0, 10)}):`, ...contactLines(words, { entry, at })].join('\n'),
    [`${words.check}:`, ...SENDER_POINTS.map((point) => `${BOX} ${words.points[point]}`)].join('\n'),
    ...words.answer.map((label) => `${label}: ${LINE}`),
    `${words.outcome}:   ${words.outcomes.map((outcome) => `${BOX} ${outcome}`).join('     ')}`,
    `${words.by}: ${LINE}`,
    words.after,
  ];
  return { mark, title, text: text.join('\n\n'), language };
}

function contactLines(words: SheetWords, { entry, at }: Pick<SheetFacts, 'entry' | 'at'>): string[] {
  const valid = (entry?.contacts ?? []).filter((contact) => isValidAt(contact, at.getTime()));
  if (valid.length === 0) return [words.noContact];
  return valid.map(({ purpose, phone = '', email = '' }) =>
    [words[purpose], phone, email].filter((part) => part !== '').join(': '),
  );
}
