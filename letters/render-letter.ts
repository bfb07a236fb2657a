import { Liquid } from 'liquidjs';
import type { WrittenLetterKind } from '../domain/letter/letter.js';
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
    liquid: new Liquid({
      templates: {}, // none by name: a template cannot read another, nor a file
      ownPropertyOnly: true,
      strictVariables: true,
      strictFilters: true,
      dynamicPartials: false,
      parseLimit: 100_000, // characters of template; the longest has 3,000
      renderLimit: 10_000, // ms; a letter of 200 lines takes a few
      memoryLimit: 5_000_000, // 200 lines of at most 1,024 characters, some copies
    }),
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

interface ToRender<Kind extends WrittenLetterKind> {
  kind: Kind;
  language: string;
  data: LetterBase & LetterDataByKind[Kind];
}

/** Writes one letter. Throws a LetterError for a kind without a text and for counts that do not add up. */
export function renderLetter<Kind extends WrittenLetterKind>(letter: ToRender<Kind>): RenderedLetter {
  return renderWithTexts(letter).rendered;
}

/** The letter, and the texts it was written with: what goes along with it is written with the same. */
export function renderWithTexts<Kind extends WrittenLetterKind>({ kind, language, data }: ToRender<Kind>) {
  const { liquid, texts: byLanguage } = prepareLetters();
  const wanted = byLanguage.get(language);
  const texts = wanted?.templates.has(kind) ? wanted : byLanguage.get(FALLBACK_LANGUAGE);
  const template = texts?.templates.get(kind);
  const file = `rulebook/letters/${texts?.language ?? FALLBACK_LANGUAGE}/${kind}.liquid`;
  if (texts === undefined || template === undefined)
    throw new LetterError(`There is no text for ${kind}. Add ${file}.`);
  const said = inOneLine(data);
  const written = String(liquid.parseAndRenderSync(template, { ...baseView(said), ...KINDS[kind].view(said, texts) }));
  const [first = '', ...lines] = written.split('\n');
  if (!first.startsWith('Subject: '))
    throw new LetterError(`The first line of ${file} must be its subject: "Subject: …".`);
  const subject = oneLine(first.slice('Subject: '.length))
    .slice(0, LONGEST_SUBJECT)
    .replace(/\p{Cs}$/u, '');
  const text = `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
  const rendered: RenderedLetter = { subject, text, language: texts.language };
  return { rendered, texts };
}
