import { isAttentionKind, type AttentionKind } from '../../domain/attention.js';
import { english } from '../words/en/whole.js';
import type { Words } from '../words/use-words.js';
import type { AttentionItem } from './types.js';

const WORDS: Record<AttentionKind, object> = english.causes;

export function causeText(
  item: AttentionItem,
  t: Words,
): Pick<AttentionItem, 'title' | 'explains' | 'selfHeals' | 'safe'> {
  const { kind, title, explains, selfHeals, safe } = item;
  if (!isAttentionKind(kind)) return { title, explains, selfHeals, safe };
  return {
    title: t(`causes:${kind}.title`),
    explains: t(`causes:${kind}.explains`),
    selfHeals: t(`causes:${kind}.selfHeals`),
    safe: 'safe' in WORDS[kind] ? t(`causes:${kind as 'unclaimed'}.safe`) : null,
  };
}
