import { useWords } from '../words/use-words.js';
import type { Overview } from './types.js';

export function useRepairText() {
  const t = useWords();
  return ({ action, number, target, targets }: Overview['repairedToday'][number]): string =>
    target === null
      ? t(`ops:repaired.${action}`, { number, count: targets })
      : t(`ops:repaired.${action}One`, { number, target });
}
