import type { PublicationKind } from '../../../domain/events/published.js';
import type { ContestedDecisions } from '../../../domain/rulebook/contested.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import type { Authenticity, NoticeKind, Outcome } from '../../../domain/notices/notice.js';

const APPROVALS: Readonly<Record<PublicationKind, number>> = { lumen: 1, public_statement: 2, statement_of_reasons: 1 };

export const approvalsNeeded = (kind: PublicationKind): number => APPROVALS[kind];

/**
 * Status of a version. `approved`: public, or waiting to be sent. After sending: `taken` has a receipt, `refused` was
 * rejected by the recipient, `unknown` may have arrived (the response was lost; a person checks), `dead` was retried
 * for a day.
 */
export const PUBLICATION_STATES = [
  'drafted',
  'returned',
  'replaced',
  'approved',
  'sending',
  'accepted',
  'refused',
  'unknown',
  'dead',
] as const;
export type PublicationState = (typeof PUBLICATION_STATES)[number];

/** Excludes kinds that request user data or continue an inquiry, and follow-ups. */
const PUBLISHED_KINDS: readonly NoticeKind[] = [
  'blocking_order',
  'removal_order',
  'court_order',
  'correction_direction',
  'request',
  'referral',
];

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

/** Returns why its law bars every publication of a notice, statements of reasons included; null: it does not. */
export function whyLawKeeps({ law, counsel }: PublishingLaw): 'forbidden' | 'contested' | null {
  const rule = law?.formalities?.publication?.rule ?? null;
  return rule === 'contested' && counsel.publication === true ? null : rule;
}

export function formatUnpublishable(why: Unpublishable, { law }: Pick<PublishingLaw, 'law'>): string {
  const rule = law?.formalities?.publication;
  const isOfLaw = why === 'forbidden' || why === 'contested';
  return isOfLaw && rule !== undefined ? `${UNPUBLISHABLE[why]} ${rule.source}: ${rule.text}` : UNPUBLISHABLE[why];
}

/** Returns why people may not publish anything of a notice; null: they may. */
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
