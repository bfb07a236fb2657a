import type { Contact } from '../../../domain/changes/contacts.js';
import { isValidAt, type SenderMethod, type SenderOutcome } from '../../../domain/notices/sender.js';
import { listSenderPoints, type SenderPoint } from '../../../domain/notices/sender-points.js';
import type { Authority } from '../../http/types.js';

/** The input of the form; empty strings and null for what is not chosen yet. */
export interface SenderCheckForm {
  method: SenderMethod;
  /**
   * The phone number or mail address itself, because its index in the directory may change before the check is sent.
   */
  contact: string;
  document: string;
  outcome: SenderOutcome | null;
  note: string;
  points: SenderPoint[];
}

export interface Callable {
  purpose: Contact['purpose'];
  reach: string;
}

/** Finds the sender's directory entry: by id, or by name and country if exactly one matches. */
export function findDirectoryEntry(
  { id, name, country }: { id: string | null; name: string; country: string },
  directory: readonly Authority[],
): Authority | undefined {
  if (id !== null) return directory.find((entry) => entry.id === id);
  const named = directory.filter((entry) => isSame(entry.name, name) && entry.country === country);
  return named.length === 1 ? named[0] : undefined;
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

export function callables({ contacts }: Pick<Authority, 'contacts'>, nowMs: number): Callable[] {
  return contacts
    .filter((contact) => isValidAt(contact, nowMs))
    .map(({ purpose, phone, email }) => ({ purpose, reach: phone ?? email ?? '' }));
}

/** Returns the first missing field; null if the check can be recorded. */
export function findMissing({ method, contact, document, outcome, note }: SenderCheckForm) {
  if (method === 'call_back' && contact === '') return 'contact';
  if (method === 'known_document' && document === '') return 'document';
  if (outcome === null) return 'outcome';
  return note.trim() === '' ? 'note' : null;
}

/** Builds the command body with only the fields the method requires. */
export function buildCheckBody({ method, contact, document, outcome, note, points }: SenderCheckForm) {
  return {
    method,
    ...(method === 'call_back' ? { contact } : {}),
    ...(document === '' ? {} : { document }),
    ...(outcome === null ? {} : { outcome }),
    note: note.trim(),
    points: listSenderPoints(method).filter((point) => points.includes(point)),
  };
}
