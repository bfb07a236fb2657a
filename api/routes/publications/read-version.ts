import { ApiProblem } from '../../problems.js';

export function readVersion(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new ApiProblem('not-found', 'There is no such version.');
  return Number(text);
}
