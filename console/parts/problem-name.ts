import { hasKey } from '../../domain/keys-of.js';
import { en } from '../words/en/index.js';
import type { Words } from '../words/use-words.js';

/** What is wrong with a target, in words. The platform may say what has none: it is shown as it is. */
export function problemName(problem: string, t: Words): string {
  return hasKey(en.words.problem, problem) ? t(`words:problem.${problem}`) : problem.replaceAll('_', ' ');
}
