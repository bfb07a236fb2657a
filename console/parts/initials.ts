interface Named {
  id: string;
  name: string;
}

const splitWords = (name: string) => name.split(/\s+/).filter((word) => word !== '');
const heads = (name: string, letters: number) =>
  splitWords(name)
    .map((word, place) => word.slice(0, place === 0 ? letters : 1))
    .join('');

/** Ways to shorten a name, shortest first: `RD`, with its digits `R2D`, with more of the first word `ReD`. */
const WAYS: readonly ((name: string) => string)[] = [
  (name) => heads(name, 1).slice(0, 2).toUpperCase(),
  (name) =>
    splitWords(name)
      .map((word) => word.slice(0, 1).toUpperCase() + word.replaceAll(/\D/g, ''))
      .join(''),
  ...[2, 3, 4].map((letters) => (name: string) => heads(name, letters)),
  (name) => name,
];

/** Returns unique initials by person id, lengthened only as far as necessary. */
export function assignInitials(people: readonly Named[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  const used = new Set<string>();
  let left = people;
  for (const way of WAYS) {
    const made = left.map(({ name }) => way(name));
    const isAlone = (text: string) => !used.has(text) && made.filter((other) => other === text).length === 1;
    const settled = left.flatMap(({ id, name }) => (isAlone(way(name)) ? [[id, way(name)] as const] : []));
    for (const [id, text] of settled) {
      given.set(id, text);
      used.add(text);
    }
    left = left.filter(({ id }) => !given.has(id));
  }
  // People with identical names are numbered.
  for (const [place, { id, name }] of left.entries()) given.set(id, `${heads(name, 1)}${place + 1}`);
  return given;
}

/** Initials of a name without regard to colleagues, so not necessarily unique. */
export function initialsAlone(name: string): string {
  return WAYS[0]?.(name) ?? '';
}
