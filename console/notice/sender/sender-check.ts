import type { Contact } from '../../../domain/administration/contacts.js';
import { isValidAt, type SenderMethod, type SenderOutcome } from '../../../domain/notice/sender.js';
import { pointsOf, type SenderPoint } from '../../../domain/notice/sender-points.js';
import type { Authority } from '../../http/types.js';

/** What the reader has filled in; empty where nothing is chosen yet. */
export interface SenderCheckForm {
  method: SenderMethod;
  /** Telephone number or mail address, as the directory has it: its place there may be another by the time it is sent. */
  contact: string;
  document: string;
  outcome: SenderOutcome | null;
  note: string;
  /** What of the checklist was ticked. */
  points: SenderPoint[];
}

/** A contact that may be called. */
export interface Callable {
  purpose: Contact['purpose'];
  reach: string;
}

/** The directory's entry of whoever is said to have sent a notice: its own, or the only one of that very name. */
export function entryOf(
  { id, name, country }: { id: string | null; name: string; country: string },
  directory: readonly Authority[],
): Authority | undefined {
  if (id !== null) return directory.find((entry) => entry.id === id);
  const named = directory.filter((entry) => isSame(entry.name, name) && entry.country === country);
  return named.length === 1 ? named[0] : undefined;
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** The contacts of an entry that may be called now. */
export function callables({ contacts }: Pick<Authority, 'contacts'>, nowMs: number): Callable[] {
  return contacts
    .filter((contact) => isValidAt(contact, nowMs))
    .map(({ purpose, phone, email }) => ({ purpose, reach: phone ?? email ?? '' }));
}

/** What still has to be filled in, the first of it; null when the check can go on record. */
export function missingOf({ method, contact, document, outcome, note }: SenderCheckForm) {
  if (method === 'call_back' && contact === '') return 'contact';
  if (method === 'known_paper' && document === '') return 'document';
  if (outcome === null) return 'outcome';
  return note.trim() === '' ? 'note' : null;
}

/** The body of the command, with what the method asks for and nothing else. */
export function bodyOf({ method, contact, document, outcome, note, points }: SenderCheckForm) {
  return {
    method,
    ...(method === 'call_back' ? { contact } : {}),
    ...(document === '' ? {} : { document }),
    ...(outcome === null ? {} : { outcome }),
    note: note.trim(),
    points: pointsOf(method).filter((point) => points.includes(point)),
  };
}
