import { createHash } from 'node:crypto';
import { doubtLink } from '../../domain/notices/link.js';
import { speaksFor } from '../../domain/people/speaks-for.js';
import { CANARY_AUTHORITY, isOfCanary } from '../../domain/notices/canary.js';
import {
  asCloseAs,
  findSecrecyFloor,
  isSame,
  isSecretAt,
  raisedTo,
  type Secrecy,
} from '../../domain/notices/secrecy.js';
import { routeNotice, type Routed } from '../../domain/notices/routing.js';
import { isFollowUp, KINDS_WITHOUT_TARGETS } from '../../domain/notices/notice.js';
import type { RegimeVersion } from '../../domain/rulebook/regime.js';
import { readTargets, type ReadTarget } from '../../domain/targets/target.js';
import { ask, type Question } from '../../registry/ask.js';
import type { Connection } from '../../registry/db.js';
import { queryRoutingRules } from '../../registry/people/routing.js';
import { queryAuthority, type Authority } from '../../registry/people/authorities.js';
import { findNotice, type NoticeRow } from '../../registry/notices/notices.js';
import type { IntakeNotice } from '../../registry/notices/received-notice.js';
import { describeUnknownLaw, readLaw, toCandidate, type SendingAuthority } from '../clocks/rulebook/law-of-notice.js';
import { checkClearance } from '../people/secrecy/clearance.js';
import { toSecrecy } from '../../registry/notices/row-secrecy.js';
import type { Services, SharedServices } from '../services.js';
import type { StoredDeadline } from '../../registry/notices/tables.js';
import { invalid } from '../refusal.js';
import type { NoticeCreate, StartFacts } from '../../contract/notice-create.js';
import { clocksOfNotice } from '../clocks/clocks-of-notice.js';
import { readDurationSeconds } from '../../contract/duration.js';
import { isUuid } from '../../domain/uuid.js';
import { toReader, type Caller } from '../caller.js';
import { CURES } from '../../domain/commands/cures.js';
import { wordsBesideTargets } from '../../domain/documents/print.js';

/** Tolerance for a sender's clock ahead of ours (docs/integrating/interface.md, Intake). */
const FUTURE_TOLERANCE_MS = 60_000;

export interface ReadNotice {
  notice: IntakeNotice;
  merged: number;
  problems: string[];
  undercut: string[];
  /** Set if the law or a linked notice requires more secrecy than the sender asked for. */
  raised: { from: Secrecy['level']; to: Secrecy['level']; regime: string } | null;
  /** Secrecy was raised and no person is named for it. */
  unnamed: boolean;
  /** That no law was found, in words; null: one was, or the sender named it. */
  lawUnknown: string | null;
}

export function entryNamedBy({ authority }: NoticeCreate, caller: Caller): Question<Authority | undefined> {
  const isUnassigned =
    typeof authority !== 'string' || (authority === CANARY_AUTHORITY && !isOfCanary(caller.person.id));
  return queryAuthority(isUnassigned ? null : authority);
}

interface HowSent {
  entry: Authority | undefined;
  /** Values that only the canary may set for its own notices. */
  given?: Pick<IntakeNotice, 'id' | 'secrecy' | 'number'> | null;
  /** The authority that owns the channel, if the caller's key does not say so. */
  boundTo?: string | null;
  /** The notices it relates to, if already looked up with other rights than the caller's. */
  linked?: readonly NoticeRow[];
}

/** Reads and checks a notice, ready to be written. Throws a problem that names the field if it cannot be accepted. */
export async function readNotice(
  context: SharedServices,
  caller: Caller,
  sent: NoticeCreate,
  { entry, given = null, boundTo = null, linked: known }: HowSent,
): Promise<ReadNotice> {
  const now = context.now();
  const receivedAt = sent.receivedAt == null ? now : new Date(sent.receivedAt);
  if (receivedAt.getTime() > now.getTime() + FUTURE_TOLERANCE_MS)
    throw invalid('/receivedAt', 'A notice cannot be received in the future. Leave it out for "now".');
  const authority = readAuthority(context, sent, entry);
  const facts = {
    kind: sent.kind,
    issuedAt: sent.issuedAt == null ? null : new Date(sent.issuedAt),
    servedAt: sent.servedAt == null ? null : new Date(sent.servedAt),
    receivedAt,
    facts: readStartFacts(sent.facts),
    orderedDeadline: readOrdered(sent, caller, authority.id),
  };
  const linked = known ?? (await readLinks(context, caller, sent));
  const { regime, candidates } = readLaw(context, sent, { authority, linked, receivedAt });
  const { secrecy, raised, unnamed } = howSecret(context, sent, { regime, linked });
  const secret = given !== null || secrecy.level !== 'open';
  const { clocks, problems, undercut } = clocksOfNotice(
    context,
    regime,
    { ...facts, secret },
    { candidates: candidates.map(({ version }) => version) },
  );
  const { targets, merged } = readTargets(sent.targets);
  if (targets.length === 0) refuseWithoutTargets(sent);
  // An order whose law names no reader is accepted all the same, and counsel is alerted.
  if (sent.secrecy.people?.length) await checkClearance(context.db, secrecy);
  // A channel proves the identity of the authority it is bound to, and of no other.
  const bound = speaksFor(caller.key?.speaksFor, authority.id) || (boundTo !== null && boundTo === authority.id);
  const verified = authority.verification === 'verified' && bound;
  const id = given?.id ?? context.newId();
  const notice: IntakeNotice = {
    id,
    authority: { id: authority.id, name: authority.name, country: authority.country, email: authority.email },
    ...asSent(sent),
    regime: { id: regime.id, version: regime.version },
    candidates: candidates.map(toCandidate),
    authenticity: verified ? 'channel_verified' : 'unverified',
    secrecy: toKept(secrecy),
    ...facts,
    effectiveUntil: sent.effectiveUntil == null ? null : new Date(sent.effectiveUntil),
    createdBy: caller.person.id,
    key: await context.keys.make(id),
    clocks,
    targets,
    documents: readDocuments(sent),
    acknowledge: verified,
    routed: given === null ? await route(context.db, { sent, authority: authority.id, law: regime.id }) : null,
    print: computePrint(sent, targets),
    ...given,
  };
  const lawUnknown = sent.regime == null && given === null ? describeUnknownLaw(context.rulebook, regime, sent) : null;
  return { notice, merged, problems, undercut, raised, unnamed, lawUnknown };
}

async function route(
  db: Connection,
  { sent: { language, kind }, authority, law }: { sent: NoticeCreate; authority: string | null; law: string },
): Promise<Routed | null> {
  return routeNotice(await ask(db, queryRoutingRules()), { law, language, authority, kind });
}

function asSent({ jurisdiction, reference, subject, body, language, channel, targetsFollow, relatesTo }: NoticeCreate) {
  return { jurisdiction, reference, subject, body, language, channel, targetsFollow, relatesTo };
}

/**
 * The secrecy of a notice: as given, but at least that of a linked notice without a law of its own, and at least what
 * its law requires.
 */
function howSecret(
  { gaggedPeople, now }: SharedServices,
  sent: NoticeCreate,
  { regime, linked }: { regime: RegimeVersion; linked: readonly NoticeRow[] },
): Pick<ReadNotice, 'raised' | 'unnamed'> & { secrecy: Secrecy } {
  const said = readSecrecy(sent);
  const followed = isFollowUp(sent.kind) && sent.regime == null ? linked : [];
  const nowMs = now().getTime();
  const secret = followed.filter((row) => isSecretAt(toSecrecy(row), nowMs));
  const alike = secret.map(toSecrecy).reduce(asCloseAs, said);
  const secrecy = raisedTo(alike, { floor: findSecrecyFloor(regime), forGags: gaggedPeople });
  if (isSame(said, secrecy)) return { secrecy, raised: null, unnamed: false };
  const law = isSame(alike, secrecy) ? (secret[0]?.regime_id ?? regime.id) : regime.id;
  const raised = { from: said.level, to: secrecy.level, regime: law };
  return { secrecy, raised, unnamed: alike.people.length === 0 };
}

function readSecrecy({ secrecy: { level, people = [], until } }: NoticeCreate): Secrecy {
  return { level, people, untilMs: until == null ? null : Date.parse(until) };
}

function toKept({ level, people, untilMs }: Secrecy): IntakeNotice['secrecy'] {
  return { level, people: [...people], until: untilMs === null ? null : new Date(untilMs) };
}

function refuseWithoutTargets({ kind, targetsFollow }: NoticeCreate): void {
  if (targetsFollow || KINDS_WITHOUT_TARGETS.includes(kind)) return;
  throw invalid('/targets', `A ${kind} must name its targets. Send them, or "targetsFollow": true if they come later.`);
}

function readAuthority(
  { rulebook }: Pick<Services, 'rulebook'>,
  sent: NoticeCreate,
  entry: Authority | undefined,
): SendingAuthority {
  if (typeof sent.authority !== 'string') {
    return {
      id: null,
      kind: null,
      name: sent.authority.name,
      country: sent.authority.country,
      email: sent.authority.email ?? null,
      verification: 'unverified',
    };
  }
  if (entry !== undefined) return { ...entry, email: null };
  const near = rulebook.authorities
    .filter(({ country }) => country === sent.jurisdiction)
    .map(({ id }) => id)
    .slice(0, 5);
  const hint = near.length === 0 ? '' : ` For ${sent.jurisdiction} there are ${near.join(', ')}.`;
  throw invalid(
    '/authority',
    `The directory has no authority with this id.${hint} For one not in the directory, send { "name", "country" }.`,
  );
}

export function readStartFacts(sent: StartFacts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(sent).flatMap(([name, text]) => (text == null ? [] : [[name, inUtc(text)]])),
  );
}

function inUtc(text: string): string {
  return new Date(text).toISOString();
}

function readOrdered(sent: NoticeCreate, caller: Caller, authorityId: string | null): IntakeNotice['orderedDeadline'] {
  if (sent.orderedDeadline == null) return null;
  const confirmed = speaksFor(caller.key?.speaksFor, authorityId);
  return { ...readDeadline(sent.orderedDeadline), confirmed, enteredBy: confirmed ? null : caller.person.id };
}

export function readDeadline(sent: NonNullable<NoticeCreate['orderedDeadline']>): StoredDeadline {
  if ('within' in sent && readDurationSeconds(sent.within) === null) {
    throw invalid('/orderedDeadline/within', 'Give a positive ISO 8601 duration in days or smaller, e.g. PT4H.');
  }
  return 'at' in sent ? { at: inUtc(sent.at) } : sent;
}

function readDocuments(sent: NoticeCreate): IntakeNotice['documents'] {
  return sent.documents.map(({ name, mediaType, contentBase64 }) => {
    const bytes = Buffer.from(contentBase64, 'base64');
    return { sha256: createHash('sha256').update(bytes).digest('hex'), name, mediaType, bytes };
  });
}

/** An unknown notice and one the caller cannot read get the same words. Intake may link what it sent itself. */
async function readLinks({ db }: SharedServices, caller: Caller, sent: NoticeCreate): Promise<NoticeRow[]> {
  const linked: NoticeRow[] = [];
  for (const [index, { notice: id, as }] of sent.relatesTo.entries()) {
    // A repeated identical link counts once.
    const others = sent.relatesTo.slice(0, index).filter((link) => link.notice === id && link.as !== as);
    const doubt = doubtLink(
      as,
      others.map((link) => ({ as: link.as, direction: 'to' as const })),
    );
    if (doubt !== null) throw invalid(`/relatesTo/${index}/as`, doubt);
    const found = isUuid(id) ? await findNotice(db, { id, reader: toReader(caller) }) : undefined;
    if (found === undefined || !(found.known || found.own)) throw invalid(`/relatesTo/${index}/notice`, CURES.noNotice);
    linked.push(found.row);
  }
  return linked;
}

/**
 * Fingerprint that recognizes a repeated document: SHA-256 of its words without the targets, and of the targets; null
 * if it has too few words.
 */
function computePrint(
  { subject, body }: { subject: string; body: string },
  targets: readonly ReadTarget[],
): NonNullable<IntakeNotice['print']> | null {
  const words = wordsBesideTargets(
    `${subject}\n${body}`,
    targets.map(({ locator }) => locator),
  );
  if (words === null) return null;
  const listed = targets.map(({ type, normalised }) => `${type} ${normalised}`).toSorted();
  return { document: sha256(words), targets: sha256(listed.join('\n')) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
