import { hasKey } from '../../domain/record-keys.js';
import { en } from '../words/en/index.js';
import type { Words } from '../words/use-words.js';

/** The name of a part of the desk, such as a process or a server. */
export function partName(name: string, t: Words): string {
  return hasKey(en.frame.part, name) ? t(`frame:part.${name}`) : name;
}

/** A target's problem in words. A platform may report one without a text, which is shown as received. */
export function problemName(problem: string, t: Words): string {
  return hasKey(en.words.problem, problem) ? t(`words:problem.${problem}`) : problem.replaceAll('_', ' ');
}
