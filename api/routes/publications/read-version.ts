import { ApiProblem } from '../../problems.js';
import { CURES } from '../../../domain/commands/cures.js';

export function readVersion(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new ApiProblem('not-found', CURES.noVersion);
  return Number(text);
}
