import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid } from 'liquidjs';
import { toCsv } from '../domain/csv.js';
import { LetterError } from './letter-error.js';
import type { LetterData, LetterTarget, RenderedLetterKind } from './letter-data.js';
import { itemView, toView } from './letter-view.js';
import { loadGrounds } from './load.js';
import { oneLine } from './one-line.js';
import type { Ground } from './rulebook.js';

export interface RenderedLetter {
  subject: string;
  text: string;
  /** The language it is written in: English where the wanted one has no text. */
  language: string;
}

const FALLBACK_LANGUAGE = 'en';
/** RFC 5322 asks for lines below 998 octets; a subject is read in far less. */
const LONGEST_SUBJECT = 200;

/** Templates by `language/kind`. */
function readTemplates(dir: string): Record<string, string> {
  const templates: Record<string, string> = {};
  for (const language of readdirSync(dir)) {
    for (const name of readdirSync(join(dir, language))) {
      if (!name.endsWith('.liquid')) continue;
      templates[`${language}/${name.slice(0, -'.liquid'.length)}`] = readFileSync(join(dir, language, name), 'utf8');
    }
  }
  return templates;
}

interface LetterWriter {
  liquid: Liquid;
  templates: Record<string, string>;
  grounds: Ground[];
}

function createLetterWriter(dir: string): LetterWriter {
  const templates = readTemplates(join(dir, 'letters'));
  const liquid = new Liquid({
    templates, // in memory: a template cannot read a file
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    dynamicPartials: false,
    parseLimit: 100_000, // characters of template; the longest has 3,000
    renderLimit: 10_000, // ms; a letter of 200 lines takes a few
    memoryLimit: 5_000_000, // 200 lines of at most 1,024 characters, some copies
  });
  return { liquid, templates, grounds: loadGrounds(join(dir, 'grounds.yaml')) };
}

let writer: LetterWriter | undefined;

/** Languages that there are letters in, with the kinds that have a text; any other kind is written in English. */
export function letterLanguages(): { language: string; kinds: string[] }[] {
  writer ??= createLetterWriter(dirname(fileURLToPath(import.meta.url)));
  const kinds = new Map<string, string[]>();
  for (const name of Object.keys(writer.templates).sort()) {
    const [language = '', kind = ''] = name.split('/');
    kinds.set(language, [...(kinds.get(language) ?? []), kind]);
  }
  return [...kinds].map(([language, texts]) => ({ language, kinds: texts }));
}

/** Foreign text becomes one line wherever it stands in the data, so that no template can forget it. */
function inOneLine(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.map(inOneLine);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOneLine(inner)]));
}

/** Writes one letter. Throws a LetterError for a kind without a text and for counts that do not add up. */
export function renderLetter<K extends RenderedLetterKind>({
  kind,
  language,
  data,
}: {
  kind: K;
  language: string;
  data: LetterData<K>;
}): RenderedLetter {
  writer ??= createLetterWriter(dirname(fileURLToPath(import.meta.url)));
  const { liquid, templates, grounds } = writer;
  const used = Object.hasOwn(templates, `${language}/${kind}`) ? language : FALLBACK_LANGUAGE;
  const template = Object.hasOwn(templates, `${used}/${kind}`) ? templates[`${used}/${kind}`] : undefined;
  if (template === undefined)
    throw new LetterError(`There is no text for ${kind}. Add rulebook/letters/${used}/${kind}.liquid.`);
  const view = toView({ kind, data: inOneLine(data) as LetterData<K> }, { grounds, language: used });
  const rendered = String(liquid.parseAndRenderSync(template, view));
  const [first = '', ...lines] = rendered.split('\n');
  if (!first.startsWith('Subject: ')) {
    throw new LetterError(
      `The first line of rulebook/letters/${used}/${kind}.liquid must be its subject: "Subject: …".`,
    );
  }
  const subject = oneLine(first.slice('Subject: '.length))
    .slice(0, LONGEST_SUBJECT)
    .replace(/\p{Cs}$/u, '');
  return {
    subject,
    text: `${lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()}\n`,
    language: used,
  };
}

/** Items as the annex of a letter names them: no, type, locator, grounds, note. */
export function annexRows(
  language: string,
  targets: readonly LetterTarget[],
): [number, string, string, string, string][] {
  writer ??= createLetterWriter(dirname(fileURLToPath(import.meta.url)));
  const { grounds } = writer;
  return targets.map((target) => {
    const { no, type, locator, grounds: said, note } = itemView(target, { grounds, language });
    return [no, type, locator, said, note ?? ''];
  });
}

/** An annex as the file that goes along with the letter. */
export function annexCsv(rows: readonly (readonly (string | number)[])[]): string {
  return toCsv(['no', 'type', 'locator', 'grounds', 'note'], rows);
}

export { LetterError } from './letter-error.js';
export { countsAddUp, LISTED_TARGETS } from './letter-view.js';
export { oneLine } from './one-line.js';
export type { EffectCounts, LetterBase, LetterData, LetterTarget, RenderedLetterKind } from './letter-data.js';
