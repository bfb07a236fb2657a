import { useWords, type WordKey, type Words } from '../words/use-words.js';
import type { TimelineEntry } from '../http/types.js';
import { en } from '../words/en/index.js';

type Told = Pick<TimelineEntry, 'action' | 'detail'>;

/** One line for an entry of the timeline. What has no words yet is shown by its name, never left out. */
export function useEventText(): (entry: Told) => string {
  const t = useWords();
  return ({ action, detail }) => {
    if (!Object.hasOwn(en.notice.event, action)) return spaced(action);
    return tidy(t(`notice:event.${action as keyof typeof en.notice.event}`, toParts(detail, t)));
  };
}

/** A name of the machine's as words. */
export const spaced = (name: string) => name.replaceAll(/[_-]/g, ' ');

/** A sentence that lacks its last part does not end in the mark before it. */
const tidy = (text: string) => text.replace(/[\s:,]+$/, '');

/** Words that stand for a code, by the catalogue that has them. */
const CATALOGUES = {
  lane: ['words:lane', en.words.lane],
  authenticity: ['words:authenticity', en.words.authenticity],
  cause: ['words:cause', en.words.cause],
  as: ['words:link', en.words.link],
  code: ['timeline:code', en.timeline.code],
} as const;
/** Codes whose part of the sentence has another name than the detail, for one name means several things. */
const RENAMED = [
  ['clock', 'kind', 'words:clock', en.words.clock],
  ['letter', 'kind', 'letters:kind', en.letters.kind],
  ['effect', 'outcome', 'words:outcome', en.words.outcome],
] as const;

/** A detail as text: lists joined, things by their id. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object' && value !== null && 'id' in value) return textOf(value.id);
  return '';
}

const word = (t: Words, path: string, code: string) => t(`${path}.${code}` as WordKey);

/** Every part a sentence may ask for; a missing one leaves no braces. */
function toParts(detail: Record<string, unknown>, t: Words): Record<string, string> {
  const empty = Object.fromEntries(PARTS.map((name) => [name, '']));
  const given = Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, textOf(value)]));
  const parts: Record<string, string> = {
    ...empty,
    ...given,
    n: textOf(detail['changed'] ?? detail['undone'] ?? detail['matched']),
    clock: '',
    command: spaced(given['command'] ?? ''),
  };
  for (const [name, [path, words]] of Object.entries(CATALOGUES)) {
    const code = given[name] ?? '';
    if (Object.hasOwn(words, code)) parts[name] = word(t, path, code);
  }
  for (const [part, name, path, words] of RENAMED) {
    const code = given[name] ?? '';
    if (Object.hasOwn(words, code)) parts[part] = word(t, path, code);
  }
  return parts;
}

/** Names of the parts in all sentences. */
const PARTS = [
  ...new Set(
    Object.values(en.notice.event).flatMap((sentence) =>
      [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''),
    ),
  ),
];
