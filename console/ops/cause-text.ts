import { en } from '../words/en/index.js';
import type { Words } from '../words/use-words.js';
import type { AttentionItem } from './types.js';

type Known = keyof typeof en.causes;

/** A cause in the reader's language; one that has no words here yet as the desk tells it. */
export function causeText(
  item: AttentionItem,
  t: Words,
): Pick<AttentionItem, 'title' | 'explains' | 'selfHeals' | 'safe'> {
  const { kind, title, explains, selfHeals, safe } = item;
  if (!Object.hasOwn(en.causes, kind)) return { title, explains, selfHeals, safe };
  const known = kind as Known;
  return {
    title: t(`causes:${known}.title`),
    explains: t(`causes:${known}.explains`),
    selfHeals: t(`causes:${known}.selfHeals`),
    safe: 'safe' in en.causes[known] ? t(`causes:${known as 'unclaimed'}.safe`) : null,
  };
}
