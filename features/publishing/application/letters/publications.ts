import { createHash } from 'node:crypto';
import type { Event } from '../../../../domain/event.js';
import { canonicalJson } from '../../../../domain/canonical-json.js';
import { can, rolesWith } from '../../../../domain/people/permission.js';
import { proposesAddresses, writeLumenNotice, type LumenTexts } from '../../domain/lumen-notice.js';
import type { PublicationKind } from '../../../../domain/events/published.js';
import { approvalsNeeded } from '../../domain/publication.js';
import type { Connection, Db } from '../../../../registry/db.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { getNotice, lockNotice } from '../../../../registry/notices/notices.js';
import {
  insertPublication,
  insertApproval,
  listPublications,
  markApproved,
  markPublicationAccepted,
  markReturned,
  type PublicationBodies,
  type PublicationRow,
  sendOnceMore,
} from '../../registry/publications.js';
import { toActor, type Caller } from '../../../../application/caller.js';
import type { StatedFacts } from '../../domain/statement.js';
import { collectReasons, needStatable, queueReasons, type Unstated } from './state-reasons.js';
import { refuseStaffTraces } from '../../../../application/outward-text.js';
import { Refusal } from '../../../../application/refusal.js';
import type { Services } from '../../../../application/services.js';
import { loadStatementFigures, loadLumenFacts, needPublishable } from './publication-facts.js';
import { CURES, requireRole } from '../../../../domain/commands/cures.js';
import type { AlertKind } from '../../../../domain/alert.js';
import { raiseAlert, resolveAlert } from '../../../../registry/ops/alerts.js';

export interface Publishing {
  trx: Connection;
  services: Pick<Services, 'now' | 'rulebook' | 'letterSender'>;
  caller: Caller;
  noticeId: string;
}

async function lockedNotice({ trx, services, noticeId }: Publishing) {
  await lockNotice(trx, noticeId);
  return needPublishable(services, trx, await getNotice(trx, noticeId));
}

/** Drafts a notice for Lumen from the record and from texts that its author has redacted; returns the version. */
export async function draftLumen(
  publishing: Publishing,
  { items, ...sent }: Omit<LumenTexts, 'items'> & { items?: boolean | undefined },
): Promise<number> {
  const { trx, services, noticeId } = publishing;
  const row = await lockedNotice(publishing);
  const texts = { ...sent, items: items ?? proposesAddresses(row.regime_id) };
  const { title, subject, body } = texts;
  await refuseStaffTraces(trx, { '/title': title, '/subject': subject, '/body': body });
  const before = await listPublications(trx, { kind: 'lumen', noticeId });
  const corrects = before.find(({ state }) => state === 'accepted')?.receipt ?? null;
  const notice = writeLumenNotice(await loadLumenFacts(trx, services, row), texts, corrects);
  return draft(publishing, 'lumen', notice);
}

export type DraftedReasons = Unstated & { version: number | null; drafted: number };

/** Drafts the statements of reasons for items of a notice; they wait for another person's approval. */
export async function draftReasons(
  publishing: Publishing,
  { items, facts }: { items: readonly number[] | undefined; facts: StatedFacts },
): Promise<DraftedReasons> {
  const { trx, services, noticeId } = publishing;
  await lockNotice(trx, noticeId);
  await needStatable(services, trx, await getNotice(trx, noticeId));
  const stating = { noticeId, items: items ?? null, facts };
  const { draft: body, unstated } = await collectReasons(services, trx, stating);
  const version = body.statements === 0 ? null : await draft(publishing, 'statement_of_reasons', body);
  return { ...unstated, version, drafted: body.statements };
}

export async function draftPublicStatement(
  publishing: Publishing,
  { title, text }: { title: string; text: string },
): Promise<number> {
  const { trx, services } = publishing;
  const row = await lockedNotice(publishing);
  await refuseStaffTraces(trx, { '/title': title, '/text': text });
  return draft(publishing, 'public_statement', {
    title,
    text,
    figures: await loadStatementFigures(trx, services, row),
  });
}

async function draft<Kind extends PublicationKind>(
  { trx, services, caller, noticeId }: Publishing,
  kind: Kind,
  body: PublicationBodies[Kind],
): Promise<number> {
  const at = services.now();
  const [last] = await listPublications(trx, { kind, noticeId });
  const version = (last?.version ?? 0) + 1;
  const digest = computeDigest({ kind, noticeId, version, body });
  await insertPublication(trx, { kind, noticeId, body, digest, by: caller.person.id, at });
  await logEvent({ trx, services, caller, noticeId }, { action: 'publication_drafted', detail: { kind, version } });
  return version;
}

function computeDigest(version: { kind: PublicationKind; noticeId: string; version: number; body: unknown }): string {
  return `sha256:${createHash('sha256').update(canonicalJson(version)).digest('hex')}`;
}

interface Named {
  kind: PublicationKind;
  version: number;
}

async function findVersion({ trx, noticeId }: Publishing, { kind, version }: Named): Promise<PublicationRow> {
  const found = (await listPublications(trx, { kind, noticeId })).find((one) => one.version === version);
  if (found === undefined) throw new Refusal('missing', CURES.noVersion);
  return found;
}

/** Checks authorship before the role, and the role before the state, so that no role gets around four eyes. */
function refuseJudging({ caller }: Publishing, { drafted_by, approvals, state }: PublicationRow): void {
  const { person, roles } = caller;
  if (drafted_by === person.id)
    throw new Refusal('four_eyes', 'You wrote this version. Another person must approve it.');
  if (approvals.some(({ id }) => id === person.id))
    throw new Refusal('four_eyes', 'You have already approved this version. Another person must approve it too.');
  if (!can(roles, 'approve')) throw new Refusal('forbidden', requireRole(rolesWith('approve')));
  if (state !== 'drafted')
    throw new Refusal('illegal_transition', `This version is ${state} and not waiting for approval.`);
}

/** Approves exactly this version as another person; the last approval required publishes or sends it. */
export async function approvePublication(
  publishing: Publishing,
  { digest, ...named }: Named & { digest: string },
): Promise<void> {
  const { trx, services, caller, noticeId } = publishing;
  await lockNotice(trx, noticeId);
  const found = await findVersion(publishing, named);
  refuseJudging(publishing, found);
  const row = await getNotice(trx, noticeId);
  if (named.kind === 'statement_of_reasons') await needStatable(services, trx, row);
  else await needPublishable(services, trx, row);
  if (digest !== found.digest)
    throw new Refusal('digest_mismatch', 'This is not the version you have read. Read it again.');
  const at = services.now();
  const complete = found.approvals.length + 1 >= approvalsNeeded(named.kind);
  await insertApproval(trx, { place: found.place, by: caller.person.id, at });
  if (complete) await markApproved(trx, { kind: named.kind, noticeId, place: found.place, at });
  await logEvent(publishing, { action: 'publication_approved', detail: { ...named, complete } });
  if (complete && named.kind === 'statement_of_reasons') await sendReasons(publishing, named.version);
}

/** From here the approved statements wait for the DSA Transparency Database. */
async function sendReasons(publishing: Publishing, version: number): Promise<void> {
  const { trx, services, noticeId } = publishing;
  const versions = await listPublications(trx, { kind: 'statement_of_reasons', noticeId });
  const found = versions.find((one) => one.version === version);
  if (found === undefined) throw new Error(`version ${version} of the reasons no longer exists`);
  const { body, drafted_by: by } = found;
  const targets = await queueReasons(services, trx, { noticeId, approved: body, by, at: services.now() });
  const { category, contentDate } = body.facts;
  await logEvent(publishing, { action: 'reasons_stated', detail: { category, contentDate, targets } });
}

export async function returnPublication(
  publishing: Publishing,
  { reason, ...named }: Named & { reason: string },
): Promise<void> {
  const { trx, caller, noticeId } = publishing;
  await lockNotice(trx, noticeId);
  const found = await findVersion(publishing, named);
  refuseJudging(publishing, found);
  await markReturned(trx, { place: found.place, by: caller.person.id, reason });
  await logEvent(publishing, { action: 'publication_returned', detail: { ...named, reason } });
}

/**
 * What a person found at Lumen for a version whose answer was lost: it is there (`taken`), or it is to be sent again.
 */
export type Settlement = { outcome: 'accepted'; receipt: string } | { outcome: 'again' };

/** Records whether Lumen has a version: the desk never resends on a guess. */
export async function settleLumen(publishing: Publishing, version: number, settlement: Settlement): Promise<void> {
  const { trx, services, noticeId } = publishing;
  await lockNotice(trx, noticeId);
  const { place, state } = await findVersion(publishing, { kind: 'lumen', version });
  if (!['unknown', 'dead'].includes(state))
    throw new Refusal('illegal_transition', `This version is ${state}: its delivery is not in doubt.`);
  const at = services.now();
  if (settlement.outcome === 'accepted') await markPublicationAccepted(trx, { place, receipt: settlement.receipt, at });
  else await sendOnceMore(trx, { place, at });
  const detail = { kind: 'lumen' as const, version, outcome: settlement.outcome };
  await logEvent(publishing, { action: 'publication_settled', detail });
}

async function logEvent({ trx, services, caller, noticeId }: Publishing, event: Event): Promise<void> {
  await appendAudit(trx, [{ at: services.now(), noticeId, actor: toActor(caller), ...event }]);
}

export async function raiseNotAccepted(
  db: Db,
  { kind, count, summary }: { kind: AlertKind; count: number; summary: string },
): Promise<void> {
  if (count === 0) await resolveAlert(db, { key: kind });
  else await raiseAlert(db, { key: kind, kind, noticeId: null, summary, detail: { count } }, { refresh: true });
}
