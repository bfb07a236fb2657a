import type { ContestedDecisions } from '../law/contested.js';
import type { RegimeVersion } from '../law/regime.js';
import type { Authenticity, NoticeKind, Outcome } from '../notice/notice.js';

/** What people publish of one notice, with how many others than its author have to say yes. */
const PUBLICATIONS = {
  lumen: { yeses: 1 },
  public_statement: { yeses: 2 },
  statement_of_reasons: { yeses: 1 },
} as const;
export type PublicationKind = keyof typeof PUBLICATIONS;

export const yesesNeeded = (kind: PublicationKind): number => PUBLICATIONS[kind].yeses;

/**
 * How far a version is. `approved`: public, or waits to be sent. Of one that is sent: `taken` has a receipt, `refused` was read
 * and not accepted, `unknown` may be there (its answer was lost: a person looks), `dead` was tried for a day.
 */
export const PUBLICATION_STATES = [
  'drafted',
  'returned',
  'replaced',
  'approved',
  'sending',
  'taken',
  'refused',
  'unknown',
  'dead',
] as const;
export type PublicationState = (typeof PUBLICATION_STATES)[number];

/** Kinds of which anything is published. Not those that ask for data of users or lead an inquiry on, nor follow-ups. */
const PUBLISHED_KINDS: readonly NoticeKind[] = [
  'blocking_order',
  'removal_order',
  'court_order',
  'correction_direction',
  'request',
  'referral',
];

/** What its law says of publication, and what counsel has decided where that is in dispute. */
export interface PublishingLaw {
  law: Pick<RegimeVersion, 'formalities'> | undefined;
  counsel: ContestedDecisions;
}

interface PublishableFacts extends PublishingLaw {
  secret: boolean;
  erased: boolean;
  kind: NoticeKind;
  authenticity: Authenticity;
  outcome: Outcome | null;
}

export const UNPUBLISHABLE = {
  secret: 'Nothing about a secret notice is published before its secrecy ends.',
  forbidden: 'Its law forbids publication.',
  contested: 'Its law is contested on publication: nothing is published until counsel decides.',
  erased: 'Its texts are erased.',
  kind: 'Requests for user data, and follow-ups, are not published.',
  sender: 'Its sender is not verified.',
  undecided: 'It has no outcome yet: publish when it has been enforced or refused.',
} as const;
export type Unpublishable = keyof typeof UNPUBLISHABLE;

/** Why the law of a notice keeps it from every publication, statements of reasons too; null: it does not. */
export function whyLawKeeps({ law, counsel }: PublishingLaw): 'forbidden' | 'contested' | null {
  const rule = law?.formalities?.publication?.rule ?? null;
  return rule === 'contested' && counsel.publication === true ? null : rule;
}

/** The refusal in words; of a law with the rule that it rests on. */
export function sayUnpublishable(why: Unpublishable, { law }: Pick<PublishingLaw, 'law'>): string {
  const rule = law?.formalities?.publication;
  const isOfLaw = why === 'forbidden' || why === 'contested';
  return isOfLaw && rule !== undefined ? `${UNPUBLISHABLE[why]} ${rule.source}: ${rule.text}` : UNPUBLISHABLE[why];
}

/** Why nothing of a notice may be published by people; null: it may. */
export function whyUnpublishable(notice: PublishableFacts): Unpublishable | null {
  const { secret, erased, kind, authenticity, outcome } = notice;
  if (secret) return 'secret';
  const byLaw = whyLawKeeps(notice);
  if (byLaw !== null) return byLaw;
  if (erased) return 'erased';
  if (!PUBLISHED_KINDS.includes(kind)) return 'kind';
  if (authenticity === 'unverified' || authenticity === 'rejected') return 'sender';
  return outcome === null ? 'undecided' : null;
}
