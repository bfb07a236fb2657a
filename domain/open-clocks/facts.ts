import { computeDue } from '../clock-arithmetic/index.js';
import { getKeys } from '../record-keys.js';
import type { CountingRule, RegimeVersion, StartFact } from '../rulebook/regime.js';

export interface NoticeFacts {
  issuedAtMs?: number | undefined;
  servedAtMs?: number | undefined;
  receivedAtMs: number;
  knownAtMs?: number | undefined;
  clarifiedAtMs?: number | undefined;
  obstacleEndedAtMs?: number | undefined;
  courtConfirmedAtMs?: number | undefined;
  /** When the authority received the request that it acts on, if its document says so. */
  requestReceivedAtMs?: number | undefined;
  /** When we received an order that, by its own words, the enforcing State's authority was also notified of. */
  enforcingNoticeAtMs?: number | undefined;
  /** When that authority said that it raises no objection; ends a floor on disclosure. */
  disclosureClearedAtMs?: number | undefined;
  /** When our own act on the platform was done; its clocks open then, not at intake. */
  effectAtMs?: number | undefined;
  /** When all users had their message; its clocks open then. */
  usersNotifiedAtMs?: number | undefined;
  /** When the authority intends to hear us; starts no clock, but a floor may guard it. */
  hearingAtMs?: number | undefined;
}

export type FactName =
  | 'issued'
  | 'served'
  | 'deemed_served'
  | 'received'
  | 'known'
  | 'clarified'
  | 'obstacle_ended'
  | 'court_confirmed'
  | 'request_received'
  | 'hearing'
  | 'enforcing_notice'
  | 'disclosure_cleared'
  | 'effect'
  | 'users_notified'
  | 'ordered_due'
  | 'comply_due'
  | 'ordered_from'
  | 'extended_to'
  | 'extended_from'
  | 'period_start'
  | 'disclosure_from';

const NAMES = {
  issuedAtMs: 'issued',
  servedAtMs: 'served',
  receivedAtMs: 'received',
  knownAtMs: 'known',
  clarifiedAtMs: 'clarified',
  obstacleEndedAtMs: 'obstacle_ended',
  courtConfirmedAtMs: 'court_confirmed',
  requestReceivedAtMs: 'request_received',
  hearingAtMs: 'hearing',
  enforcingNoticeAtMs: 'enforcing_notice',
  disclosureClearedAtMs: 'disclosure_cleared',
  effectAtMs: 'effect',
  usersNotifiedAtMs: 'users_notified',
} as const satisfies Record<keyof NoticeFacts, FactName>;

/** If the first fact is unknown the next known one counts, and the working says so: laws do not always cover this. */
const FACTS_FOR: Record<StartFact, readonly FactName[]> = {
  issue: ['issued', 'served', 'received'],
  service: ['served', 'received'],
  deemed_service: ['deemed_served', 'served', 'received'],
  receipt: ['received'],
  actual_knowledge: ['known', 'received'],
  // These start no clock until they have happened.
  clarification: ['clarified'],
  obstacle_ended: ['obstacle_ended'],
  court_confirmation: ['court_confirmed'],
  authority_request: ['request_received'],
  enforcing_notice: ['enforcing_notice'],
  effect: ['effect'],
  user_notice: ['users_notified'],
};
/** Receiving the document gives us knowledge of it, unless another instant is on record. */
const SAME_AS_WANTED: readonly StartFact[] = ['actual_knowledge'];

/** Keeps an invalid instant readable, so that the arithmetic can report it. */
export function iso(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}

export function knownFacts(facts: NoticeFacts): Partial<Record<FactName, number>> {
  const known: Partial<Record<FactName, number>> = {};
  for (const field of getKeys(NAMES)) {
    const ms = facts[field];
    if (ms !== undefined) known[NAMES[field]] = ms;
  }
  return known;
}

export function factsOfReceipt(texts: Record<string, string>): NoticeFacts {
  const facts: NoticeFacts = { receivedAtMs: Date.parse(texts['received'] ?? '') };
  for (const field of getKeys(NAMES)) {
    const text = texts[NAMES[field]];
    if (text !== undefined) facts[field] = Date.parse(text);
  }
  return facts;
}

export interface Start {
  fact: FactName;
  atMs: number;
  notes: string[];
  deemed?: { countsFrom: FactName } & CountingRule;
}

function deemService({ deemedService, zone }: RegimeVersion, facts: NoticeFacts): Start | null {
  if (deemedService === null || facts.issuedAtMs === undefined) return null;
  const { counting, source } = deemedService;
  const answer = computeDue({ zone, start: iso(facts.issuedAtMs), rule: counting });
  if (!answer.ok || answer.dueAtMs === null) return null;
  return {
    fact: 'deemed_served',
    atMs: answer.dueAtMs,
    notes: [`Deemed served at ${iso(answer.dueAtMs)} (${source}).`],
    deemed: { countsFrom: 'issued', ...counting },
  };
}

export function findClockStart(startsOn: StartFact, facts: NoticeFacts, regime: RegimeVersion): Start | null {
  const deemed = startsOn === 'deemed_service' ? deemService(regime, facts) : null;
  if (deemed !== null) return deemed;
  const known = knownFacts(facts);
  const wanted = FACTS_FOR[startsOn];
  const fact = wanted.find((name) => known[name] !== undefined);
  const atMs = fact === undefined ? undefined : known[fact];
  if (fact === undefined || atMs === undefined) return null;
  const said = fact === wanted[0] || SAME_AS_WANTED.includes(startsOn);
  const name = startsOn.replaceAll('_', ' ');
  return { fact, atMs, notes: said ? [] : [`The time of ${name} is not known: counted from the time ${fact}.`] };
}
