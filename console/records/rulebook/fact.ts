import type { Sourced } from './types.js';

/** A fact of a law. `key` identifies the same fact across versions. */
export interface LawFact {
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
