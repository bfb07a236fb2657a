import type { DocumentToPlace } from '../../../domain/rulebook/proposal.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import { isFollowUp } from '../../../domain/notices/notice.js';
import type { NoticeCreate } from '../../../contract/notice-create.js';
import type { Authority } from '../../../registry/people/authorities.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { POLICY_DEFAULT, type Rulebook, upcomingVersion } from '../../../rulebook/rulebook.js';
import { invalid } from '../../refusal.js';
import type { SharedServices } from '../../services.js';

export type SendingAuthority = Pick<Authority, 'name' | 'country' | 'verification'> & {
  id: string | null;
  kind: string | null;
  email: string | null;
};

interface CandidateLaw {
  version: RegimeVersion;
  why: string;
  words: string[];
}

interface FoundLaw {
  regime: RegimeVersion;
  candidates: CandidateLaw[];
}

/**
 * Picks the law: the one given; for a follow-up that of the notice it relates to; else the rulebook's candidates, the
 * likeliest first.
 */
export function readLaw(
  services: SharedServices,
  sent: NoticeCreate,
  {
    authority,
    linked,
    receivedAt,
  }: { authority: Pick<SendingAuthority, 'id' | 'kind'>; linked: readonly NoticeRow[]; receivedAt: Date },
): FoundLaw {
  const find = (id: string) => findRegime(services, id, receivedAt, sent.regime == null ? null : '/regime');
  const inherited = isFollowUp(sent.kind) ? linked[0]?.regime_id : undefined;
  const said = sent.regime ?? inherited;
  if (said !== undefined) return { regime: find(said), candidates: [] };
  const { jurisdiction, kind, subject, body } = sent;
  const document = {
    jurisdiction,
    kind,
    authorityId: authority.id,
    authorityKind: authority.kind,
    text: `${subject}\n${body}`,
  };
  return placeUnderLaw(services, document, receivedAt);
}

/** Returns the law that a document would fall under by default, with the other candidates. */
export function placeUnderLaw(
  { rulebook }: Pick<SharedServices, 'rulebook'>,
  document: DocumentToPlace,
  receivedAt: Date,
): FoundLaw {
  const [first, ...others] = rulebook.proposeLaws(document, receivedAt.getTime());
  const regime = findRegime({ rulebook }, first?.id ?? POLICY_DEFAULT, receivedAt, null);
  const candidates = others.flatMap(({ id, why, words }) => {
    const version = rulebook.regimeAt(id, receivedAt.getTime());
    return version === undefined ? [] : [{ version, why, words }];
  });
  return { regime, candidates };
}

/** Says that only company policy applies, and what was looked for; null: a law applies. */
export function describeUnknownLaw(
  { placeholders }: Pick<Rulebook, 'placeholders'>,
  { id }: Pick<RegimeVersion, 'id'>,
  { jurisdiction }: Pick<NoticeCreate, 'jurisdiction'>,
): string | null {
  if (id !== POLICY_DEFAULT) return null;
  const placeholder = placeholders.find(({ country }) => country === jurisdiction);
  const where = placeholder === undefined ? `of ${jurisdiction} that fits this notice` : `of ${placeholder.name}`;
  const tried = placeholder?.tried === undefined ? '' : ` Looked for: ${placeholder.tried}`;
  return `The rulebook knows no law ${where}, so company policy sets every deadline.${tried}`;
}

/** Returns the version of a regime in force at receipt; throws with the nearest ids for an unknown one. */
export function findRegime(
  { rulebook }: Pick<SharedServices, 'rulebook'>,
  id: string,
  receivedAt: Date,
  path: string | null,
): RegimeVersion {
  const atMs = receivedAt.getTime();
  const version = rulebook.regimeAt(id, atMs) ?? (path === null ? rulebook.regimeAt(POLICY_DEFAULT, atMs) : undefined);
  if (version !== undefined) return version;
  throw invalid(path ?? '/regime', whyNoVersion(rulebook, id, atMs));
}

function whyNoVersion(rulebook: Rulebook, id: string, atMs: number): string {
  const regime = rulebook.regimeById(id);
  if (regime === undefined)
    return `The rulebook has no regime ${id.slice(0, 60)}. Nearest: ${rulebook.nearestRegimeIds(id, 3).join(', ')}.`;
  const upcoming = upcomingVersion(regime, atMs);
  return upcoming === undefined
    ? `${id} has no version in force at that time.`
    : `${id} is not in force at that time: its first day in force is ${upcoming.inForceFrom}.`;
}

export function toCandidate({ version: { id, version }, why, words }: CandidateLaw) {
  return { id, version, why, words };
}
