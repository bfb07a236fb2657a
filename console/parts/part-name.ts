import { hasKey } from '../../domain/record-keys.js';
import { en } from '../words/en/index.js';
import type { Words } from '../words/use-words.js';

export function partName(name: string, t: Words): string {
  return hasKey(en.frame.part, name) ? t(`frame:part.${name}`) : name;
}
