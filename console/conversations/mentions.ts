interface Person {
  id: string;
  name: string;
}

/** Returns whom a text names as @Name. Of two names that begin alike, the longer one is meant. */
export function findMentions(text: string, people: readonly Person[]): string[] {
  const longestFirst = [...people].sort((one, other) => other.name.length - one.name.length);
  const found: string[] = [];
  let rest = text;
  for (const { id, name } of longestFirst) {
    if (name === '' || !rest.includes(`@${name}`)) continue;
    found.push(id);
    rest = rest.replaceAll(`@${name}`, '');
  }
  return found;
}

const BEGUN = /(?:^|\s)@([^@\n]{0,40})$/;
const SHOWN = 6;

/** Returns who may be meant by the @ that the text ends with. */
export function suggestPeople(text: string, people: readonly Person[]): readonly Person[] {
  const begun = BEGUN.exec(text)?.[1]?.toLocaleLowerCase();
  if (begun === undefined) return [];
  return people
    .filter(({ name }) => name.toLocaleLowerCase().includes(begun) && name.toLocaleLowerCase() !== begun)
    .slice(0, SHOWN);
}

export function completeMention(text: string, name: string): string {
  return `${text.slice(0, text.lastIndexOf('@'))}@${name} `;
}
