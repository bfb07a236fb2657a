import type { Liquid } from 'liquidjs';
import { createStrictLiquid, renderIn } from './strict-liquid.js';
import type { LetterNote, WrittenLetterKind } from '../domain/letters/letter.js';
import { readLetterTexts, type LetterTexts } from '../rulebook/letter-texts.js';
import { baseView, reservationOf, type LetterBase } from './base.js';
import { LETTERS_BY_KIND, type LetterDataByKind } from './kinds/index.js';
import { LetterError } from './letter-error.js';
import { toOneLine } from './one-line.js';

interface RenderedLetter {
  subject: string;
  text: string;
  language: string;
}

const FALLBACK_LANGUAGE = 'en';
export const BETWEEN = '* * *';
/** RFC 5322 limits lines to 998 octets; a readable subject is far shorter. */
const MAX_SUBJECT = 200;

interface LetterWriter {
  liquid: Liquid;
  texts: ReadonlyMap<string, LetterTexts>;
}

let writer: LetterWriter | undefined;

/** Loads the texts of all letters; call it at start-up. Throws a `RulebookError`. */
export function prepareLetters(): LetterWriter {
  writer ??= {
    texts: readLetterTexts(),
    liquid: createStrictLiquid(),
  };
  return writer;
}

/** Lists the languages that have letters, with the kinds each has a text for; other kinds are written in English. */
export function letterLanguages(): { language: string; kinds: string[] }[] {
  return [...prepareLetters().texts.values()].map(({ language, templates }) => ({
    language,
    kinds: [...templates.keys()],
  }));
}

/** Applied to all data, so that no template can forget to neutralise foreign text. */
function inOneLine<Value>(value: Value): Value;
function inOneLine(value: unknown): unknown {
  if (typeof value === 'string') return toOneLine(value);
  if (Array.isArray(value)) return value.map((inner) => inOneLine(inner));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOneLine(inner)]));
}

interface Written {
  requested: string;
  written: string;
  required?: string | undefined;
}

/** Warnings about a letter's language for the people who submit or approve it. */
export function letterNotes({ requested, written, required }: Written): LetterNote[] {
  if (required === written) return ['language_of_law'];
  const against: LetterNote[] = required === undefined ? [] : ['not_language_of_law'];
  return [...against, ...notesOfText({ requested, written })];
}

function notesOfText({ requested, written }: Written): LetterNote[] {
  if (written === FALLBACK_LANGUAGE)
    return getPrimaryLanguage(requested) === FALLBACK_LANGUAGE ? [] : ['written_in_english'];
  return prepareLetters().texts.get(written)?.words.reviewedBy == null ? ['not_reviewed'] : [];
}

interface ToRender<Kind extends WrittenLetterKind> {
  kind: Kind;
  language: string;
  data: LetterBase & LetterDataByKind[Kind];
  annexSha256?: string | undefined;
}

const getPrimaryLanguage = (language: string) => language.replace(/-.*/s, '').toLowerCase();

/**
 * Returns the texts for a kind of letter: of the language if its region has none, of English if neither has. Throws a
 * `LetterError`.
 */
export function textsFor(kind: WrittenLetterKind, language: string): LetterTexts {
  const { texts } = prepareLetters();
  const wanted = texts.get(language) ?? texts.get(getPrimaryLanguage(language));
  const found = wanted?.templates.has(kind) ? wanted : texts.get(FALLBACK_LANGUAGE);
  if (found?.templates.has(kind) !== true)
    throw new LetterError(`There is no text for ${kind}. Add ${buildTemplatePath(FALLBACK_LANGUAGE, kind)}.`);
  return found;
}

const buildTemplatePath = (language: string, name: string) => `rulebook/letters/${language}/${name}.liquid`;

/**
 * Writes one letter. One in another language is followed by its English text and states which of the two prevails.
 * Throws a `LetterError` for a kind without a text and for inconsistent counts.
 */
export function renderLetter<Kind extends WrittenLetterKind>(letter: ToRender<Kind>): RenderedLetter {
  const texts = textsFor(letter.kind, letter.language);
  const first = renderPart(letter, texts);
  const subject = `${first.subject} [${letter.data.number}]`;
  if (texts.language === FALLBACK_LANGUAGE) return { subject, text: first.text, language: texts.language };
  // Free text from people appears once, in the language they wrote.
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
  const view = { ...base, annex_sha256: annexSha256, ...LETTERS_BY_KIND[kind].view(said, texts) };
  const [first = '', ...lines] = renderIn(liquid, texts.language, texts.templates.get(kind) ?? '', view).split('\n');
  if (!first.startsWith('Subject: '))
    throw new LetterError(
      `The first line of ${buildTemplatePath(texts.language, kind)} must be its subject: "Subject: …".`,
    );
  const subject = toOneLine(first.slice('Subject: '.length))
    .slice(0, MAX_SUBJECT)
    .replace(/\p{Cs}$/u, '');
  const parts = [tidy(lines.join('\n')), annotationsIn(said.annotations, texts), said.fields?.remarks ?? ''];
  const body = [...parts, reservationOf(said, texts)].filter((part) => part !== '').join('\n\n');
  const framed = { ...base, subject, body, controls: prevailing(said.law, texts) };
  return { subject, text: `${tidy(renderIn(liquid, texts.language, texts.frame, framed))}\n` };
}

function annotationsIn(annotations: readonly string[] = [], { words }: LetterTexts): string {
  return annotations.length === 0 ? '' : [words.annotations, ...annotations].join('\n');
}

/** English prevails over texts that no native lawyer has reviewed, except where the law requires their language. */
function prevailing(law: LetterBase['law'], { language, words }: LetterTexts): string {
  return (law?.language?.code === language ? words.prevails : words.controls) ?? '';
}

function tidy(text: string): string {
  return text.replace(/\n{3,}/g, '\n\n').trim();
}
