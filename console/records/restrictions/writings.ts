import { locatorForms } from '../../../domain/targets/target.js';

/** Returns the spellings under which a pasted locator may be recorded: as typed and as normalized. */
export function listWritings(locator: string): string[] {
  return [...new Set([locator.trim(), ...locatorForms(locator)])].filter((text) => text !== '');
}
