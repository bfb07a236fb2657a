import { useWords, type Words } from '../words/use-words.js';
import type { Overview } from './types.js';

type Repaired = Overview['repairedToday'][number];

export function repairText(t: Words, { action, number, target, targets }: Repaired): string {
  return target === null
    ? t(`ops:repaired.${action}`, { number, count: targets })
    : t(`ops:repaired.${action}One`, { number, target });
}

export function useRepairText(): (repaired: Repaired) => string {
  const t = useWords();
  return (repaired) => repairText(t, repaired);
}
