import { bareWords, type Passage } from './lines.js';

export interface KnownAuthority {
  id: string;
  name: string;
  country: string;
}

const MIN_NAME = 6;

function listAuthorityNames({ name }: KnownAuthority): string[] {
  const inside = [...name.matchAll(/\(([^()]{3,40})\)/g)].map(([, short = '']) => short);
  const before = name.split(/[(,]/, 1)[0] ?? '';
  const whole = [name, before].map(bareWords).filter((each) => each.length >= MIN_NAME + 2);
  return [...new Set([...whole, ...inside.map(bareWords)])];
}

/** `MeitY` of in-meity: the end of an id, if the document writes it with at least two capitals. */
const findAcronym = ({ id }: KnownAuthority) => /^[a-z]{2}-([a-z][a-z0-9]{2,11})$/.exec(id)?.[1];

/** Returns authorities that a document names, each with its first line. Being named proves nothing. */
export function findAuthorities(
  passages: readonly Passage[],
  known: readonly KnownAuthority[],
): { authority: KnownAuthority; at: Passage }[] {
  const runs = passages.map(({ run }) => bareWords(run));
  const all = runs.join('');
  const capitals = passages.map(
    ({ text }) =>
      new Set(
        [...text.matchAll(/(?<![\p{L}\p{N}.@/-])[\p{L}][\p{L}\d]{2,11}(?![\p{L}\p{N}@/])/gu)].flatMap(([word]) =>
          (word.match(/\p{Lu}/gu)?.length ?? 0) >= 2 ? [word.toLowerCase()] : [],
        ),
      ),
  );
  const found = known.flatMap((authority) => {
    const names = listAuthorityNames(authority).filter((name) => all.includes(name));
    const short = findAcronym(authority);
    const place = runs.findIndex(
      (run, index) =>
        names.some((name) => run.includes(name)) || (short !== undefined && capitals[index]?.has(short) === true),
    );
    const at = passages[place];
    return at === undefined ? [] : [{ authority, at, longest: Math.max(0, ...names.map(({ length }) => length)) }];
  });
  // Of two names with the same beginning the longer one is meant.
  return found.filter(
    (one) =>
      !found.some(
        (other) =>
          other !== one &&
          other.longest > one.longest &&
          bareWords(other.authority.name).includes(bareWords(one.authority.name)),
      ),
  );
}
