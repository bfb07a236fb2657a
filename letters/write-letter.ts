import { isWritten, type WrittenLetterKind } from '../domain/letters/letter.js';
import type { Connection } from '../registry/db.js';
import { listOutwardAnnotations } from '../registry/letters/outward-annotations.js';
import type { AnnexRow } from '../registry/letters/tables.js';
import { toBase } from './base.js';
import { writeForms } from './forms/write-forms.js';
import { LETTERS_BY_KIND, type LetterDataByKind } from './kinds/index.js';
import { LetterError } from './letter-error.js';
import type { Gathered, Writing } from './letter-of-kind.js';
import { annexSha256 } from '../registry/letters/annex.js';
import { renderLetter, textsFor } from './render-letter.js';

interface LetterText {
  subject: string;
  text: string;
  language: string;
  counts: Record<string, number> | null;
  annex: AnnexRow[] | null;
  open: number;
}

/** Writes one letter from the registry's current state, or previews it as if it were sent. */
export async function writeLetter(db: Connection, writing: Writing): Promise<LetterText> {
  const kind = writing.effect.letter;
  if (!isWritten(kind))
    throw new LetterError('Users are notified by messages through the platform, not by a letter from the desk.');
  return writeKind(db, kind, writing);
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it joins what is gathered to what is rendered
async function writeKind<Kind extends WrittenLetterKind>(
  db: Connection,
  kind: Kind,
  writing: Writing,
): Promise<LetterText> {
  const { context } = writing;
  const { data, counts, annex }: Gathered<LetterDataByKind[Kind]> = await LETTERS_BY_KIND[kind].gather(db, writing);
  const required = writing.effect.dialogue?.law?.language?.code;
  const language = context.letter?.language ?? required ?? context.language;
  const rows = annex === undefined ? null : await annex(textsFor(kind, language));
  const annotations = await listOutwardAnnotations(db, { noticeId: writing.noticeId, afterLastLetter: true });
  const rendered = renderLetter<Kind>({
    kind,
    language,
    data: { ...toBase(context, writing), annotations: annotations.map(({ text }) => text), ...data },
    annexSha256: rows === null ? undefined : await annexSha256(kind, rows),
  });
  const forms = await writeForms(db, writing, textsFor(kind, language).grounds);
  return { ...rendered, text: `${rendered.text}${forms.text}`, open: forms.open, counts: counts ?? null, annex: rows };
}
