import { isAlertKind, type AlertKind } from '../../domain/alert.js';
import texts from '../../domain/alert-texts.json' with { type: 'json' };
import type { Words } from '../words/use-words.js';
import type { AlertItem } from './types.js';

const WORDS: Record<AlertKind, object> = texts;

export function causeText(item: AlertItem, t: Words): Pick<AlertItem, 'title' | 'explains' | 'selfHeals' | 'safe'> {
  const { kind, title, explains, selfHeals, safe } = item;
  if (!isAlertKind(kind)) return { title, explains, selfHeals, safe };
  return {
    title: t(`causes:${kind}.title`),
    explains: t(`causes:${kind}.explains`),
    selfHeals: t(`causes:${kind}.selfHeals`),
    safe: 'safe' in WORDS[kind] ? t(`causes:${kind as 'unclaimed'}.safe`) : null,
  };
}
