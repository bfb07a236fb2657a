import type { Liquid } from 'liquidjs';
import { createStrictLiquid } from './strict-liquid.js';
import type { LetterNote, WrittenLetterKind } from '../domain/letter/letter.js';
import { readLetterTexts, type LetterTexts } from '../rulebook/letter-texts.js';
import { baseView, type LetterBase } from './base.js';
import { KINDS, type LetterDataByKind } from './kinds/index.js';
import { LetterError } from './letter-error.js';
import { oneLine } from './one-line.js';

interface RenderedLetter {
  subject: string;
  text: string;
  /** The language it is written in: English where the wanted one has no text. */
  language: string;
}

const FALLBACK_LANGUAGE = 'en';
/** Between the text in the language of the letter and the English one. */
export const BETWEEN = '* * *';
/** RFC 5322 asks for lines below 998 octets; a subject is read in far less. */
const LONGEST_SUBJECT = 200;

interface LetterWriter {
  liquid: Liquid;
  texts: ReadonlyMap<string, LetterTexts>;
}

let writer: LetterWriter | undefined;

/** Reads the texts of all letters. Throws a RulebookError; whoever means to write letters calls it as it starts. */
export function prepareLetters(): LetterWriter {
  writer ??= {
    texts: readLetterTexts(),
    liquid: createStrictLiquid(),
  };
  return writer;
}

/** Languages that there are letters in, with the kinds that have a text; any other kind is written in English. */
export function letterLanguages(): { language: string; kinds: string[] }[] {
  return [...prepareLetters().texts.values()].map(({ language, templates }) => ({
    language,
    kinds: [...templates.keys()],
  }));
}

/** Foreign text becomes one line wherever it stands in the data, so that no template can forget it. */
function inOneLine<Value>(value: Value): Value;
function inOneLine(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.map((inner) => inOneLine(inner));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOneLine(inner)]));
}

/** What whoever submits or approves a letter has to know of its language. */
export function letterNotes({ asked, written }: { asked: string; written: string }): LetterNote[] {
  if (written === FALLBACK_LANGUAGE) return primaryOf(asked) === FALLBACK_LANGUAGE ? [] : ['written_in_english'];
  return prepareLetters().texts.get(written)?.words.reviewedBy == null ? ['not_reviewed'] : [];
}

interface ToRender<Kind extends WrittenLetterKind> {
  kind: Kind;
  language: string;
  data: LetterBase & LetterDataByKind[Kind];
  /** Of the annex that goes along with it. */
  annexSha256?: string | undefined;
}

/** The language without its region: `pt` of `pt-BR`. */
const primaryOf = (language: string) => language.replace(/-.*/s, '').toLowerCase();

/**
 * The texts that a letter of a kind is written with: those of the language where its region has none of its own, English
 * where neither has. Throws a LetterError.
 */
export function textsFor(kind: WrittenLetterKind, language: string): LetterTexts {
  const { texts } = prepareLetters();
  const wanted = texts.get(language) ?? texts.get(primaryOf(language));
  const found = wanted?.templates.has(kind) ? wanted : texts.get(FALLBACK_LANGUAGE);
  if (found?.templates.has(kind) !== true)
    throw new LetterError(`There is no text for ${kind}. Add ${fileOf(FALLBACK_LANGUAGE, kind)}.`);
  return found;
}

const fileOf = (language: string, name: string) => `rulebook/letters/${language}/${name}.liquid`;

/**
 * Writes one letter. In another language than English it is followed by the English text of it, and says which of the
 * two holds. Throws a LetterError for a kind without a text and for counts that do not add up.
 */
export function renderLetter<Kind extends WrittenLetterKind>(letter: ToRender<Kind>): RenderedLetter {
  const texts = textsFor(letter.kind, letter.language);
  const first = renderPart(letter, texts);
  const subject = `${first.subject} [${letter.data.number}]`;
  if (texts.language === FALLBACK_LANGUAGE) return { subject, text: first.text, language: texts.language };
  // What people wrote into the letter stands once, in the language they wrote.
  const { fields: _fields, annotations: _annotations, ...data } = letter.data;
  const english = renderPart({ ...letter, data: data as typeof letter.data }, textsFor(letter.kind, FALLBACK_LANGUAGE));
  return { subject, text: `${first.text}\n${BETWEEN}\n\n${english.text}`, language: texts.language };
}

function renderPart<Kind extends WrittenLetterKind>(
  { kind, data, annexSha256 = '' }: ToRender<Kind>,
  texts: LetterTexts,
): { subject: string; text: string } {
  const { liquid } = prepareLetters();
  const said = inOneLine(data);
  const base = baseView(said, texts);
  const view = { ...base, annex_sha256: annexSha256, ...KINDS[kind].view(said, texts) };
  const [first = '', ...lines] = String(liquid.parseAndRenderSync(texts.templates.get(kind) ?? '', view)).split('\n');
  if (!first.startsWith('Subject: '))
    throw new LetterError(`The first line of ${fileOf(texts.language, kind)} must be its subject: "Subject: …".`);
  const subject = oneLine(first.slice('Subject: '.length))
    .slice(0, LONGEST_SUBJECT)
    .replace(/\p{Cs}$/u, '');
  const added = [annotationsIn(said.annotations, texts), said.fields?.remarks ?? ''].filter((part) => part !== '');
  const body = withRemarks(tidy(lines.join('\n')), added.join('\n\n'));
  const framed = { ...base, subject, body, controls: texts.words.controls ?? '' };
  return { subject, text: `${tidy(String(liquid.parseAndRenderSync(texts.frame, framed)))}\n` };
}

function annotationsIn(annotations: readonly string[] = [], { words }: LetterTexts): string {
  return annotations.length === 0 ? '' : [words.annotations, ...annotations].join('\n');
}

/** What people add stands before the last paragraph, which reserves the rights: nothing is said after that. */
function withRemarks(body: string, remarks: string): string {
  if (remarks === '') return body;
  const last = body.lastIndexOf('\n\n');
  return last < 0 ? `${body}\n\n${remarks}` : `${body.slice(0, last)}\n\n${remarks}${body.slice(last)}`;
}

/** No more than one empty line between two paragraphs, none at either end. */
function tidy(text: string): string {
  return text.replace(/\n{3,}/g, '\n\n').trim();
}
