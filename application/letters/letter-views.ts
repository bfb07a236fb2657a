import type { PageQuery } from '../../contract/paging.js';
import { annexCsv } from '../../registry/letters/annex.js';
import type { LetterPrinter } from '../../letters/pdf/letter-printer.js';
import {
  countLetters,
  findAnnex,
  findLetterView,
  listLetters,
  type LetterView,
} from '../../registry/letters/letter-views.js';
import { findSignature } from '../../registry/letters/letter-signatures.js';
import { needNotice, refuseErased, type Reading } from '../access.js';
import type { Caller } from '../caller.js';
import { answerPage, readNumberCursor, answerKept, readCursor } from '../paging.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import { isOwnLetter } from '../own-letter.js';
import { z } from 'zod';
import { cursorKeys } from '../../contract/query.js';
import { letterLanguages } from '../../letters/render-letter.js';

export async function listNoticeLetters(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const afterN = readNumberCursor(query.cursor) ?? 0;
  return answerPage(query, {
    rows: (limit) => listLetters(services.db, { noticeId: row.id, afterN, limit }),
    total: () => countLetters(services.db, { noticeId: row.id }),
    view: toLetterView,
    key: ({ n }) => [n],
  });
}

interface PrintedLetter {
  /** The name of the file, without its ending. */
  name: string;
  bytes: Buffer;
}

/** A letter as PDF: the same letter always gives the same bytes. `n`: null if the address names no number. */
export async function printNoticeLetter(
  services: Services & { letterPrinter: LetterPrinter },
  caller: Caller,
  { id, n }: { id: string; n: number | null },
): Promise<PrintedLetter> {
  const { db } = services;
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const letter = n === null ? undefined : await findLetterView(db, { noticeId: row.id, n });
  if (letter === undefined) throw new Refusal('missing', 'The notice has no such letter.');
  await refuseErased(db, { row, kind: 'letters' });
  await needOwnLetter(services, { noticeId: row.id, n: letter.n });
  const annex = letter.annexed ? await findAnnex(db, { noticeId: row.id, n: letter.n }) : undefined;
  const bytes = await services.letterPrinter({
    number: row.number,
    kind: letter.kind,
    subject: letter.subject,
    text: letter.text,
    annex: annex?.rows ?? null,
    language: letter.language,
    state: letter.state,
    writtenAt: letter.created_at,
    signature: await findSignature(db, { noticeId: row.id, n: letter.n }),
  });
  return { name: `${row.number}-letter-${letter.n}`, bytes };
}

/** The desk signs no letter that it did not write. */
async function needOwnLetter(services: Services, letter: { noticeId: string; n: number }): Promise<void> {
  if (await isOwnLetter(services, letter)) return;
  throw new Refusal(
    'illegal_transition',
    'The desk did not write this letter, or it was changed later, so it is not printed. See the alert letter_unproven.',
  );
}

/** All items of a letter whose text names only the first ones. */
export async function readAnnex(
  services: Reading,
  caller: Caller,
  { id, n }: { id: string; n: number | null },
): Promise<{ name: string; csv: string }> {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  await refuseErased(services.db, { row, kind: 'letters' });
  const annex = n === null ? undefined : await findAnnex(services.db, { noticeId: row.id, n });
  if (annex === undefined) throw new Refusal('missing', 'The notice has no such letter, or it has no annex.');
  return { name: `${row.number}-letter-${n}-annex`, csv: annexCsv(annex.kind, annex.rows) };
}

export function toLetterView(row: LetterView) {
  return {
    n: row.n,
    kind: row.kind,
    language: row.language,
    to: row.to_address,
    subject: row.subject,
    text: row.text,
    counts: row.counts,
    interim: row.interim,
    annexed: row.annexed,
    state: row.state,
    messageId: row.message_id,
    sentAt: row.sent_at?.toISOString() ?? null,
    resends: row.resends,
    reply: row.smtp_reply,
  };
}

export async function pageLetterLanguages({ cursor, ...paging }: PageQuery) {
  const [after = ''] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
  const all = letterLanguages();
  const rest = all.filter(({ language }) => language > after);
  return answerKept(paging, { all, rest, view: (item) => item, key: ({ language }) => [language] });
}
