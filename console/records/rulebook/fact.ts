import type { Sourced } from './types.js';

/** One fact of a law as it is read and compared. `key` makes it the same fact in another version. */
export interface Fact {
  section: Section;
  key: string;
  head: string;
  text: string;
  sourced: Sourced | null;
}

export const SECTIONS = [
  'force',
  'scope',
  'clocks',
  'whoMayOrder',
  'contents',
  'grounds',
  'secrecy',
  'userNotice',
  'formalities',
  'statusUpdates',
  'remedies',
  'penalties',
  'silent',
  'unread',
] as const;
export type Section = (typeof SECTIONS)[number];
