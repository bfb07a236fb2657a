import type { ReviewedLaw } from '../domain/rulebook/review.js';
import type { ClockRule, RegimeVersion, Sourced } from '../domain/rulebook/regime.js';
import { listFacts, listFormalities } from './facts.js';
import { fingerprintJson } from './fingerprint.js';
import { describeClock } from './in-words.js';

/**
 * The law that counsel review. Escalation policies, internal deadlines, the length of "immediately", the summary and
 * failed searches may change without a new review.
 */
function pickLaw(version: RegimeVersion) {
  const { immediatelySeconds: _, summary: __, unread: ___, clocks, ...law } = version;
  return { ...law, clocks: clocks.filter(isLaw).map(pickRule) };
}

const pickRule = ({ escalation: _, escalationTime: __, ...rule }: ClockRule) => rule;

const isLaw = ({ basis }: ClockRule) => basis === 'law';

/** Cached because loaded versions are immutable and each view of a clock needs the digest. */
const known = new WeakMap<RegimeVersion, ReviewedLaw>();

/** Returns the reviewed content of a version; a new digest is a different law that needs a new review. */
export function toReviewedLaw(version: RegimeVersion): ReviewedLaw {
  const law = known.get(version) ?? readLaw(version);
  known.set(version, law);
  return law;
}

function readLaw(version: RegimeVersion): ReviewedLaw {
  return { digest: fingerprintJson(pickLaw(version)), fact: null, ...readCitations(listFacts(version)) };
}

const knownFacts = new WeakMap<RegimeVersion, ReadonlyMap<string, ReviewedLaw>>();

/** Returns the facts of a version by their names, each to be reviewed by itself. */
export function toReviewedFacts(version: RegimeVersion): ReadonlyMap<string, ReviewedLaw> {
  const facts = knownFacts.get(version) ?? new Map(listNamedFacts(version).map((fact) => readFact(version, fact)));
  knownFacts.set(version, facts);
  return facts;
}

function readFact(version: RegimeVersion, { id, of }: NamedFact): [string, ReviewedLaw] {
  const { digest } = toReviewedLaw(version);
  return [id, { digest, fact: { id, digest: fingerprintJson(of) }, ...readCitations([of]) }];
}

function readCitations(facts: readonly Sourced[]): Pick<ReviewedLaw, 'drafters' | 'citedUntil'> {
  const citations = facts.flatMap(({ citation }) => citation ?? []);
  return {
    drafters: [...new Set(citations.flatMap(({ by }) => by ?? []))],
    citedUntil: citations.flatMap(({ reviewedUntil }) => reviewedUntil ?? []).sort()[0] ?? null,
  };
}

export interface NamedFact {
  /** Formats: `clock:comply`, `clock:reply:authority`, `contents:exact-address`, `secrecy`, `remedies:1`. */
  id: string;
  says: string;
  of: Sourced;
  clock?: Pick<ClockRule, 'kind' | 'owner' | 'form'>;
}

export function listNamedFacts(version: RegimeVersion): NamedFact[] {
  const { inForce, deemedService, secrecy, userNotice, statusUpdates } = version;
  const numbered = (name: string, facts: readonly Sourced[], say: (at: number) => string) =>
    facts.map((of, at) => ({ id: `${name}:${at + 1}`, says: say(at), of }));
  return [
    { id: 'inForce', says: inForce.source, of: inForce },
    ...clockFacts(version.clocks.filter(isLaw)),
    ...version.contents.map((of) => ({ id: `contents:${of.id}`, says: of.asks, of })),
    ...numbered('whoMayOrder', version.whoMayOrder, (at) => version.whoMayOrder[at]?.who ?? ''),
    ...(deemedService === null ? [] : [{ id: 'deemedService', says: deemedService.source, of: deemedService }]),
    ...(secrecy === null ? [] : [{ id: 'secrecy', says: secrecy.text, of: secrecy }]),
    ...(userNotice === null ? [] : [{ id: 'userNotice', says: userNotice.text, of: userNotice }]),
    ...listFormalities(version).map((of) => ({ id: of.name, says: of.text, of })),
    ...(statusUpdates === undefined ? [] : [{ id: 'statusUpdates', says: statusUpdates.text, of: statusUpdates }]),
    ...numbered('remedies', version.remedies, (at) => version.remedies[at]?.text ?? ''),
    ...numbered('penalties', version.penalties, (at) => version.penalties[at]?.text ?? ''),
    ...numbered('grounds', version.grounds, (at) => version.grounds[at]?.text ?? ''),
  ];
}

function clockFacts(clocks: readonly ClockRule[]): NamedFact[] {
  const names = clocks.map(formatClockKey);
  return clocks.map((rule, at) => {
    const { kind, owner, form } = rule;
    const before = names.slice(0, at).filter((name) => name === names[at]).length;
    return {
      id: `${names[at]}${before === 0 ? '' : `:${before + 1}`}`,
      says: describeClock(rule),
      of: pickRule(rule),
      clock: { kind, owner, form },
    };
  });
}

function formatClockKey({ kind, owner, form }: ClockRule): string {
  const ownerPart = owner === 'authority' && kind !== 'authority' ? ':authority' : '';
  return `clock:${kind}${ownerPart}${form === 'floor' ? ':floor' : ''}`;
}
