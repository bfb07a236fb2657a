import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shorter texts stand in logs by accident. */
const SHORTEST = 16;
/** What a notice and a mail of a run say, and no log has any business with. */
const OF_NOTICES = [/@own_\d+_\d+_\d+/, /Chaos mail \d+/, /Blocking under section 69A/];

/** What stands in the logs of a home and must not: a secret of the desk, a key of a person, the words of a notice. */
export function findTellingLogs(home: string, keys: readonly string[]): string[] {
  const secrets = [
    ...keys,
    ...textsOf(JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8'))).filter(({ length }) => length >= SHORTEST),
  ];
  const folder = join(home, 'logs');
  // What the desk tells a person at the terminal, the keys of the demo people among it, is no log.
  const files = readdirSync(folder).map((name) => join(folder, name));
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const told = secrets.filter((secret) => text.includes(secret)).length;
    const words = OF_NOTICES.flatMap((word) => word.exec(text)?.[0] ?? []);
    const name = file.slice(home.length + 1);
    return [
      ...(told > 0 ? [`${name} holds ${told} secrets`] : []),
      ...words.map((word) => `${name} says ${JSON.stringify(word)}`),
    ];
  });
}

/** Every text in a value, public halves of keys left out. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => (/^(public|kty|crv|x$|y$)/.test(name) ? [] : textsOf(part)));
}
