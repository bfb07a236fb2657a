import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_IN_RULEBOOK } from './load.js';
import { RulebookError } from './rulebook-error.js';

export const MESSAGE_KINDS = ['user_notice', 'restoration', 'appeal_outcome'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export type MessageTexts = ReadonlyMap<string, Record<MessageKind, string>>;

/** Loads the user messages of every language. Throws a `RulebookError` that names what a language lacks. */
export function readMessageTexts(dir: string = BUILT_IN_RULEBOOK): MessageTexts {
  const folder = join(dir, 'messages');
  const languages = existsSync(folder) ? readdirSync(folder).sort() : [];
  const read = (language: string, kind: MessageKind) => {
    const file = join(folder, language, `${kind}.liquid`);
    if (existsSync(file)) return readFileSync(file, 'utf8');
    throw new RulebookError({ file, line: 1, path: '', cure: 'add this message in the language' });
  };
  const texts = languages.map((language) => {
    const all = Object.fromEntries(MESSAGE_KINDS.map((kind) => [kind, read(language, kind)]));
    return [language, all as Record<MessageKind, string>] as const;
  });
  return new Map(texts);
}
