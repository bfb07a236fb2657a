/** A place or clause that a stored text does not have. */
export type PassageProblem = 'no_place' | 'no_clause';

interface Section {
  place: string;
  lines: string[];
}

const HEADING = '# ';
/** A line that begins with its number or letter: `1.`, `(2)`, `a)`, `§ 1º`, `(ba)`, `5 -`. */
const ENUMERATOR = /^((?:§{1,2}\s*)?\(?)(\d+[a-zA-Z]{0,2}|[a-zA-Zа-я]{1,5})((?:º|°|ª|o)?[).:]|º|°|ª|\s?[-–—](?=\s))/;
/** What a place adds to a heading: `(5)(a)`, `, § 1º`, `, paragraph 2`, ` part 3`. */
const STEP =
  /\d+[a-zA-Z]{0,2}|(?<=\()[a-zA-Zа-я]{1,5}(?=\))|(?<=(?:point|letter|item|inciso|lit\.?)\s)[a-zA-Z]{1,5}\b/g;
/** Clauses leave words out with an ellipsis. */
const GAP = /\s*(?:…|\[…\]|\[\.\.\.\])\s*/;

/**
 * Looks for a quoted clause at a place of a stored text: headings are lines that begin with `# `; a place is a heading,
 * or a heading with the numbers or letters that begin lines below it, like `Article 3(5)(a)`. White space does not
 * count; an ellipsis in the clause skips words. null: it is there.
 */
export function findPassageProblem(
  body: string,
  { at, clause }: { at: string; clause: string },
): PassageProblem | null {
  const passage = readPassage(body, at);
  if (passage === null) return 'no_place';
  return holdsClause(flatten(passage), clause) ? null : 'no_clause';
}

/** Returns the lines of a stored text at a place, or null. */
export function readPassage(body: string, at: string): string | null {
  const place = flatten(at);
  const sections = readSections(body).filter((section) => begins(place, section.place));
  const section = sections.toSorted((one, other) => other.place.length - one.place.length)[0];
  if (section === undefined) return null;
  let lines: readonly string[] = section.lines;
  for (const [step] of place.slice(section.place.length).matchAll(STEP)) {
    const below = enterStep(lines, step);
    if (below === null) return null;
    lines = below;
  }
  return lines.join('\n');
}

function readSections(body: string): Section[] {
  const sections: Section[] = [];
  for (const line of body.split('\n')) {
    if (line.startsWith(HEADING)) sections.push({ place: flatten(line.slice(HEADING.length)), lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

/** `Article 3` begins `Article 3(5)`, but not `Article 30`. */
function begins(place: string, heading: string): boolean {
  return place.startsWith(heading) && !/^[\p{L}\p{N}]/u.test(place.slice(heading.length));
}

/** Returns the lines of one numbered part: from its line to the next of the same form. */
function enterStep(lines: readonly string[], step: string): string[] | null {
  const from = lines.findIndex((line) => readEnumerator(line)?.name === step);
  const form = readEnumerator(lines[from] ?? '')?.form;
  if (form === undefined) return null;
  const end = lines.findIndex((line, index) => index > from && readEnumerator(line)?.form === form);
  return lines.slice(from, end < 0 ? undefined : end);
}

function readEnumerator(line: string): { name: string; form: string } | null {
  const [, before = '', name, after = ''] = ENUMERATOR.exec(line.trim()) ?? [];
  if (name === undefined) return null;
  return { name, form: `${before.trim()}${/^\d/.test(name) ? '1' : 'a'}${after.trim()}` };
}

function holdsClause(passage: string, clause: string): boolean {
  let from = 0;
  for (const part of flatten(clause).split(GAP)) {
    const found = passage.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}

function flatten(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
