import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shorter texts may appear in logs by accident. */
const MIN = 16;
/** Texts of a run's notices and mails, which must not appear in any log. */
const OF_NOTICES = [/@own_\d+_\d+_\d+/, /Chaos mail \d+/, /Blocking under section 69A/];

/** Returns the log files of a home that contain a secret of the desk, a key of a person, or words of a notice. */
export function findLeakingLogs(home: string, keys: readonly string[]): string[] {
  const secrets = [
    ...keys,
    ...collectTexts(JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8'))).filter(({ length }) => length >= MIN),
  ];
  const folder = join(home, 'logs');
  // Output to the terminal, which includes the demo people's keys, is not a log.
  const files = readdirSync(folder).map((name) => join(folder, name));
  return files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const leaked = secrets.filter((secret) => text.includes(secret)).length;
    const words = OF_NOTICES.flatMap((word) => word.exec(text)?.[0] ?? []);
    const name = file.slice(home.length + 1);
    return [
      ...(leaked > 0 ? [`${name} holds ${leaked} secrets`] : []),
      ...words.map((word) => `${name} says ${JSON.stringify(word)}`),
    ];
  });
}

function collectTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    /^(public|kty|crv|x$|y$)/.test(name) ? [] : collectTexts(part),
  );
}
