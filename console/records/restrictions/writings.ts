import { locatorForms } from '../../../domain/target/target.js';

/** Ways in which a pasted name may stand in the record: as it is, and as the desk writes it. */
export function writingsOf(locator: string): string[] {
  return [...new Set([locator.trim(), ...locatorForms(locator)])].filter((text) => text !== '');
}
