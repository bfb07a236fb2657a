import { bareWords, type Passage } from './lines.js';

export interface KnownLaw {
  id: string;
  title: string;
}

interface Marks {
  id: string;
  provisions: string[];
  act: string | null;
  numbers: string[];
  /** Counts only beside a provision: short names are shared. */
  short: string | null;
}

const PROVISION =
  /(?<![\p{L}\p{N}])(§§?|sections?|sec\.|s\.|articles?|artikel|art\.|rules?) ?(\d{1,3}(?!\d)[A-Z]{0,2}(?:\.\d{1,3})?(?:-\d{1,2}){0,3}(?:\/[A-Z])?(?:\([0-9a-zA-Z]{1,4}\)){0,4})(?: (?:abs\.|absatz|para\.|paragraph|paragraphe) ?(\d{1,2}))?(?: (?:no\.|nr\.|nummer|n°) ?(\d{1,2}))?/giu;

function extractProvisions(text: string): string[] {
  return [...text.matchAll(PROVISION)].map(([, kind = '', number = '', paragraph, item]) => {
    const name = /^rule/i.test(kind) ? 'rule' : /^art/i.test(kind) ? 'article' : 'section';
    const inside = paragraph === undefined ? '' : `(${paragraph})`;
    return `${name} ${number.toLowerCase()}${inside}${item === undefined ? '' : ` no ${item}`}`;
  });
}

/** `article 9(1)` names article 9 as well; `article 6-1-5` does not name article 6-1. */
function names(said: readonly string[], provision: string): boolean {
  return said.some(
    (one) => one === provision || (one.startsWith(provision) && /^[( ]/.test(one.slice(provision.length))),
  );
}

const NUMBER = /(?<![\d./-])(?:\d{4}\/\d{3,4}|\d{4}-\d{3,4})(?![\d/-])/g;
const extractNumbers = (text: string) => [...text.matchAll(NUMBER)].map(([number]) => number);

const ACT = /\b(?:act|law|rules|code|regulations?|ordinance|decree|directive|resolution)\b|gesetz\b/i;

function extractMarks({ id, title }: KnownLaw): Marks {
  const [act = ''] = title.replace(/ ?\([A-Z]{3,}\)/g, '').split(/,|:| s\. /, 1);
  const [, family = ''] = id.split('-');
  const provisions = extractProvisions(title);
  // "Criminal Code" alone is a law of many countries: without year or number it needs its provision.
  const isOwn = ACT.test(act) && (/\d/.test(act) || provisions.length > 0);
  return {
    id,
    provisions,
    act: isOwn ? bareWords(act) : null,
    numbers: extractNumbers(title),
    short: /^[A-Z]{3,}$/.test(family) && provisions.length > 0 ? family.toLowerCase() : null,
  };
}

/**
 * Returns marks that distinguish laws by the citations in their titles; marks shared by several laws identify none of
 * them.
 */
export function marksOfLaws(laws: readonly KnownLaw[]): Marks[] {
  const marks = laws
    .map(extractMarks)
    .filter(({ act, numbers, short }) => act !== null || numbers.length > 0 || short !== null);
  const serializeMarks = ({ provisions, act, numbers }: Marks) => JSON.stringify([provisions, act, numbers]);
  const counts = new Map<string, number>();
  for (const each of marks) counts.set(serializeMarks(each), (counts.get(serializeMarks(each)) ?? 0) + 1);
  return marks.filter((each) => counts.get(serializeMarks(each)) === 1);
}

export function findLaws({ wide }: Passage, laws: readonly Marks[]): string[] {
  const said = extractProvisions(wide);
  const words = bareWords(wide);
  const numbers = extractNumbers(wide);
  if (said.length === 0 && numbers.length === 0 && !ACT.test(wide)) return [];
  const shorts = new Set(
    [...wide.matchAll(/(?<![\p{L}\p{N}])\p{L}{3,12}(?![\p{L}\p{N}])/gu)].flatMap(([word]) =>
      (word.match(/\p{Lu}/gu)?.length ?? 0) >= 2 ? [word.toLowerCase()] : [],
    ),
  );
  return laws.flatMap((law) => {
    if (!law.provisions.every((provision) => names(said, provision))) return [];
    const isNamed =
      (law.act !== null && words.includes(law.act)) ||
      law.numbers.some((number) => numbers.includes(number)) ||
      (law.short !== null && shorts.has(law.short));
    return isNamed ? [law.id] : [];
  });
}
