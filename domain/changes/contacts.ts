export interface Contact {
  purpose: 'letters' | 'callback';
  email?: string | undefined;
  phone?: string | undefined;
  office?: string | undefined;
  department?: string | undefined;
  address?: string[] | undefined;
  validFrom?: string | undefined;
  validTo?: string | undefined;
}

export interface ContactChange {
  contacts: Contact[];
  /** Addresses in use so far, to be notified of the change. */
  contactsToNotify: string[];
  starting: Contact[];
}

const PURPOSES = ['letters', 'callback'] as const;

function isOver({ validTo }: Contact, at: Date): boolean {
  return validTo !== undefined && new Date(validTo) <= at;
}

function instant(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}

function isSame(one: Contact, other: Contact): boolean {
  return (
    one.purpose === other.purpose &&
    one.email === other.email &&
    one.phone === other.phone &&
    one.office === other.office &&
    one.department === other.department &&
    one.address?.join('\n') === other.address?.join('\n') &&
    instant(one.validFrom) === instant(other.validFrom) &&
    instant(one.validTo) === instant(other.validTo)
  );
}

function sameFromTheStart(before: readonly Contact[], after: readonly Contact[]): number {
  const other = before.findIndex((contact, place) => {
    const next = after[place];
    return next === undefined || !isSame(contact, next);
  });
  return other < 0 ? before.length : other;
}

function ofPurpose(contacts: readonly Contact[], { purpose, at }: { purpose: Contact['purpose']; at: Date }) {
  return contacts.filter((contact) => contact.purpose === purpose && !isOver(contact, at));
}

/**
 * Whether a change alters how an authority is reached. Order counts, since the first valid contact is used; expired
 * contacts do not.
 */
export function reachesOtherwise(
  { before, after }: { before: readonly Contact[]; after: readonly Contact[] },
  at: Date,
): boolean {
  return PURPOSES.some((purpose) => {
    const old = ofPurpose(before, { purpose, at });
    const next = ofPurpose(after, { purpose, at });
    return old.length !== next.length || sameFromTheStart(old, next) < old.length;
  });
}

function until(contact: Contact, start: Date): Contact {
  const ends = instant(contact.validTo);
  return ends !== null && ends <= start.getTime() ? contact : { ...contact, validTo: start.toISOString() };
}

function from(contact: Contact, start: Date): Contact {
  const begins = instant(contact.validFrom);
  return begins !== null && begins >= start.getTime() ? contact : { ...contact, validFrom: start.toISOString() };
}

function hasTime({ validFrom, validTo }: Contact): boolean {
  const [begins, ends] = [instant(validFrom), instant(validTo)];
  return begins === null || ends === null || begins < ends;
}

/**
 * Schedules a contact change: the old list holds until `start`, the new one from then on. The common prefix of both
 * lists stays untouched.
 */
export function scheduleContacts(
  { before, after }: { before: readonly Contact[]; after: readonly Contact[] },
  { at, start }: { at: Date; start: Date },
): ContactChange {
  const parts = PURPOSES.map((purpose) => {
    const old = ofPurpose(before, { purpose, at });
    const next = ofPurpose(after, { purpose, at });
    const kept = sameFromTheStart(old, next);
    if (kept === old.length && kept === next.length) return { contacts: next, logEvent: [], starting: [] };
    const starting = next
      .slice(kept)
      .map((contact) => from(contact, start))
      .filter(hasTime);
    const ending = old
      .slice(kept)
      .map((contact) => until(contact, start))
      .filter(hasTime);
    const contactsToNotify = old.flatMap(({ email }) => (email === undefined ? [] : [email]));
    return { contacts: [...old.slice(0, kept), ...ending, ...starting], logEvent: contactsToNotify, starting };
  });
  return {
    contacts: [
      ...parts.flatMap(({ contacts }) => contacts),
      // Expired contacts stay listed until an editor removes them.
      ...after.filter((contact) => isOver(contact, at)),
    ],
    contactsToNotify: [...new Set(parts.flatMap(({ logEvent: contactsToNotify }) => contactsToNotify))],
    starting: parts.flatMap(({ starting }) => starting),
  };
}
