import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { parseLawTime } from '../../../domain/clock-arithmetic/law-time.js';
import type { NoticeKind } from '../../../domain/notices/notice.js';
import type { AuthorityKind } from '../../../domain/rulebook/proposal.js';
import { DECISION_ACTIONS } from '../../../domain/targets/decision-action.js';
import { groundFits, groundNeedsNote } from '../../../domain/targets/ground.js';
import { findAuthority } from '../../../registry/people/authorities.js';
import { diffLaw } from '../../../rulebook/diff.js';
import { viewRegime } from '../../../rulebook/regime-view.js';
import { upcomingVersion, type Rulebook } from '../../../rulebook/rulebook.js';
import { placeUnderLaw, toCandidate } from './law-of-notice.js';
import { answerKept, readCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';

type Law = Pick<Services, 'rulebook'>;

/** Lists versions of laws, only those in force at a time if one is given. */
export async function pageRegimes(
  { rulebook }: Law,
  { at, cursor, ...paging }: PageQuery & { at?: string | undefined },
) {
  const all = rulebook
    .listRegimes(at === undefined ? undefined : { atMs: Date.parse(at) })
    .toSorted((one, other) => compareLaws([one.id, one.version], [other.id, other.version]));
  const after = readCursor(cursor, z.tuple([cursorKeys.text, cursorKeys.text]));
  const rest = after === null ? all : all.filter(({ id, version }) => compareLaws([id, version], after) > 0);
  return answerKept(paging, { all, rest, view: (version) => version, key: ({ id, version }) => [id, version] });
}

export function compareLaws([id, version]: [string, string], [otherId, otherVersion]: [string, string]): number {
  if (id !== otherId) return id < otherId ? -1 : 1;
  return version === otherVersion ? 0 : version < otherVersion ? -1 : 1;
}

/** Returns a law as of a time; without one, a law that has ended as it last stood. Throws `missing`. */
export function getRegime(
  { rulebook, now }: Law & Pick<Services, 'now'>,
  { id, at }: { id: string; at?: string | undefined },
) {
  const regime = rulebook.regimeById(id);
  if (regime === undefined)
    throw new Refusal(
      'missing',
      `There is no such regime. The nearest ids are ${rulebook.nearestRegimeIds(id, 3).join(', ')}.`,
    );
  const atMs = at === undefined ? now().getTime() : Date.parse(at);
  const upcoming = upcomingVersion(regime, atMs);
  if (upcoming !== undefined) return { ...viewRegime(regime, upcoming, rulebook), status: 'not_in_force' as const };
  const governing = rulebook.regimeAt(id, atMs);
  const version = governing ?? (at === undefined ? regime.versions.at(-1) : undefined);
  if (version === undefined)
    throw new Refusal('missing', `No version of ${regime.id} governs a notice received at that time.`);
  return viewRegime(regime, version, rulebook);
}

export async function pageGrounds({ rulebook }: Law, { cursor, ...paging }: PageQuery) {
  const [after = -1] = readCursor(cursor, z.tuple([cursorKeys.int])) ?? [];
  const all = rulebook.grounds.map((ground, place) => ({ ...ground, place }));
  return answerKept(paging, {
    all,
    rest: all.slice(after + 1),
    view: ({ code, title, text }) => ({
      code,
      actions: DECISION_ACTIONS.filter((action) => groundFits(action, code)),
      needsNote: groundNeedsNote(code),
      title,
      text,
    }),
    key: ({ place }) => [place],
  });
}

/** Lists the differences between two instants, both by the law as loaded now. */
export async function pageLawDifferences(
  { rulebook }: Law,
  { from, to, cursor, ...paging }: PageQuery & { from: string; to: string },
) {
  // One version of a law is in force at a time, so its id is the key of its difference.
  const all = diffLaw(lawAt(rulebook, from), lawAt(rulebook, to));
  const [after = null] = readCursor(cursor, z.tuple([cursorKeys.text])) ?? [];
  const rest = after === null ? all : all.filter(({ id }) => id > after);
  return answerKept(paging, { all, rest, view: (difference) => difference, key: ({ id }) => [id] });
}

function lawAt({ listRegimes }: Rulebook, time: string) {
  return { regimes: listRegimes(parseLawTime(time)), calendars: [] };
}

interface LawQuestion {
  jurisdiction: string;
  kind: NoticeKind;
  authority?: string | undefined;
  /** For an issuer that is not in the directory. */
  authorityKind?: AuthorityKind | undefined;
  text?: string | undefined;
  at?: string | undefined;
}

/** Proposes the law that intake would choose for a notice that names none. */
export async function proposeLaw(
  services: Pick<Services, 'db' | 'rulebook' | 'now'>,
  { jurisdiction, kind, authority, authorityKind, text, at }: LawQuestion,
) {
  const known = authority === undefined ? undefined : await findAuthority(services.db, authority);
  const document = { jurisdiction, kind, authorityId: authority, authorityKind: known?.kind ?? authorityKind, text };
  const { regime, candidates } = placeUnderLaw(services, document, at === undefined ? services.now() : new Date(at));
  const { id, version, title, status } = regime;
  return { id, version, title, status, candidates: candidates.map(toCandidate) };
}
