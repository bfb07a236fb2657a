import { renamed, describePerson, type SavedAuthority, type SavedPerson } from './entry.js';
import { ROLES, type Role } from '../people/permission.js';
import type { RoutingRule } from '../notices/routing.js';
import type { CaseCounts } from '../imports/imported-case.js';
import type { EventFilter } from '../webhooks/webhook-event.js';
import type { SpeaksFor } from '../people/speaks-for.js';

/** An API key requested for another person; it is created only when its owner claims it. */
export interface RequestedKey {
  person: string;
  personName: string;
  name: string;
  roles: Role[];
  expiresAt: string | null;
  speaksFor: SpeaksFor;
}

export interface RequestedAbsence {
  person: string;
  personName: string;
  substitute: string;
  substituteName: string;
  from: string | null;
  until: string;
}

/** Cases of another system, held until a second person has confirmed their digest. */
interface RequestedImport extends CaseCounts {
  name: string;
  digest: string;
  sources: string[];
}

/** Has only what is requested: an address, a filter or a secret; of a new subscriber address and filter. */
export interface RequestedSubscriber extends Partial<EventFilter> {
  subscriber: string;
  name: string;
  host?: string;
  newSecret?: true;
}

/** A change that one person requests and another confirms, with the state at the time of the request. */
export type ChangeContent =
  | { kind: 'person'; after: SavedPerson; before: SavedPerson | null }
  | { kind: 'key'; after: RequestedKey; before: null }
  | { kind: 'absence'; after: RequestedAbsence; before: null }
  | { kind: 'authority'; after: SavedAuthority; before: SavedAuthority | null }
  | {
      kind: 'identities';
      after: { person: string; personName: string; identities: [] };
      before: { person: string; personName: string; identities: { issuer: string; subject: string }[] };
    }
  | {
      kind: 'passkeys';
      after: { person: string; personName: string; passkeys: [] };
      before: { person: string; personName: string; passkeys: { id: string; name: string }[] };
    }
  | {
      kind: 'webhook';
      after: { person: string; personName: string; host: string };
      before: { person: string; personName: string; host: string } | null;
    }
  | {
      kind: 'subscriber';
      after: RequestedSubscriber;
      before: RequestedSubscriber | null;
    }
  | { kind: 'import'; after: RequestedImport; before: null }
  | { kind: 'routing'; after: { rules: RoutingRule[] }; before: { rules: RoutingRule[] } }
  | {
      kind: 'erasure';
      after: { person: string; personName: string; erased: true };
      before: { person: string; personName: string; erased: false };
    };

export type ChangeKind = ChangeContent['kind'];

export const CHANGE_STATES = ['pending', 'confirmed', 'refused', 'expired', 'applied'] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

interface ChangeFacts {
  /** Roles that may request it; anyone may change what is only theirs, without waiting. */
  requesters: readonly Role[];
  /** Roles that may confirm or refuse it; never the requester. */
  deciders: readonly Role[];
  /** The part of this kind that needs confirmation; the rest takes effect immediately. */
  waits: string;
}

const BY_ANOTHER = { requesters: ['admin'], deciders: ['admin', 'counsel'] } as const;

/**
 * The single table of administrative changes that need a second person, and of the roles that may request and confirm
 * them.
 */
export const CHANGE_TABLE: Readonly<Record<ChangeKind, ChangeFacts>> = {
  person: {
    ...BY_ANOTHER,
    waits: 'giving a person any role but `intake`, and another name or mail address of a person',
  },
  key: { ...BY_ANOTHER, waits: "a key in another person's name, or one that speaks for an authority" },
  absence: { ...BY_ANOTHER, waits: "another person's absence" },
  authority: {
    ...BY_ANOTHER,
    waits:
      'a changed letters or call-back contact of a verified authority, another domain or signer of one, and making an entry verified',
  },
  identities: { ...BY_ANOTHER, waits: "forgetting a person's account at the issuer" },
  passkeys: {
    requesters: ROLES,
    deciders: ['admin', 'counsel'],
    waits: "removing another person's passkeys, and with DESK_STEP_UP one's own last one",
  },
  webhook: {
    requesters: ROLES,
    deciders: ['admin', 'counsel'],
    waits: "an address that receives a person's notifications",
  },
  erasure: { ...BY_ANOTHER, waits: 'erasing a person who has left' },
  subscriber: {
    ...BY_ANOTHER,
    waits: 'a new subscriber of webhooks, another address, a wider filter or another secret of one',
  },
  import: { ...BY_ANOTHER, waits: 'any import of cases' },
  routing: { ...BY_ANOTHER, waits: 'any change of the routing rules' },
};

export const CHANGE_KINDS = [
  'person',
  'key',
  'absence',
  'authority',
  'identities',
  'passkeys',
  'webhook',
  'erasure',
  'routing',
  'subscriber',
  'import',
] as const satisfies ChangeKind[];

const DAY_MS = 86_400_000;
/** A change that is not confirmed within this time expires. */
export const CHANGE_WAITS_MS = 7 * DAY_MS;
export const CHANGE_LONG_MS = DAY_MS;

/** Returns the id of the person, authority or subscriber that a change is about; of routing rules and imports their kind. */
export function getChangeSubject(content: ChangeContent): string {
  switch (content.kind) {
    case 'person':
    case 'authority':
      return content.after.id;
    case 'key':
    case 'absence':
    case 'identities':
    case 'passkeys':
    case 'webhook':
    case 'erasure':
      return content.after.person;
    case 'subscriber':
      return content.after.subscriber;
    case 'routing':
    case 'import':
      return content.kind;
  }
}

/** Returns the audit details of a change: people by id, never by name or address. */
export function toLoggedChange(content: ChangeContent): { before: object | null; after: object; renamed?: string[] } {
  const { before, after } = content;
  if (content.kind === 'person')
    return {
      before: content.before && describePerson(content.before),
      after: describePerson(content.after),
      renamed: renamed(content.before, content.after),
    };
  return { before: before && withoutNames(before), after: withoutNames(after) };
}

function withoutNames(part: object): object {
  return Object.fromEntries(Object.entries(part).filter(([name]) => !NAMES_OF_PEOPLE.includes(name)));
}
const NAMES_OF_PEOPLE: readonly string[] = ['personName', 'substituteName'];

export function getSubjectName(content: ChangeContent): string {
  switch (content.kind) {
    case 'person':
    case 'authority':
    case 'subscriber':
      return content.after.name;
    case 'key':
    case 'absence':
    case 'identities':
    case 'passkeys':
    case 'webhook':
    case 'erasure':
      return content.after.personName;
    case 'import':
      return content.after.name;
    case 'routing':
      return '';
  }
}
