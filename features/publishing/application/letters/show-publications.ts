import type { z } from 'zod';
import type { lumenView, publicationState, publicStatementView } from '../../contract/publications.js';
import { canonicalJson } from '../../../../domain/canonical-json.js';
import { proposeLumenTexts } from '../../domain/lumen-notice.js';
import type { PublicationKind } from '../../../../domain/events/published.js';
import { approvalsNeeded } from '../../domain/publication.js';
import { redact } from '../../domain/redaction.js';
import type { NoticeRow } from '../../../../registry/notices/notices.js';
import {
  listPublications,
  type PublicationRow,
  listPublicStatements,
  listPublicVersions,
  type PublicVersion,
} from '../../registry/publications.js';
import { findReadable, needDocuments } from '../../../../application/access.js';
import type { Acting } from '../../../../application/acting.js';
import type { Caller } from '../../../../application/caller.js';
import { Refusal } from '../../../../application/refusal.js';
import type { Services } from '../../../../application/services.js';
import {
  loadLumenFacts,
  loadStatementFigures,
  needPublishable,
  whyUnpublishableNow,
  toVersionView,
} from './publication-facts.js';
import {
  approvePublication,
  draftLumen,
  draftPublicStatement,
  returnPublication,
  settleLumen,
  type Publishing,
  type Settlement,
} from './publications.js';
import { CURES } from '../../../../domain/commands/cures.js';
import { isUuid } from '../../../../domain/uuid.js';

type LumenView = z.input<typeof lumenView>;

/** Returns the id of a notice whose documents the caller may read. Throws `missing` and `forbidden`. */
export async function needPublisher(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  notice: string,
): Promise<NoticeRow> {
  const { row, access } = await findReadable(services, caller, notice);
  needDocuments(access);
  return row;
}

/** Returns the redacted proposal for Lumen, and the versions that people have written. */
export async function getLumen(services: Services, caller: Caller, { id }: { id: string }): Promise<LumenView> {
  const row = await needPublisher(services, caller, id);
  const { db } = services;
  const why = await whyUnpublishableNow(services, db, row);
  const versions = await listPublications(db, { kind: 'lumen', noticeId: row.id });
  return {
    notice: row.id,
    unpublishable: why,
    sending: services.lumen !== null,
    proposal: why === null ? await buildProposal(services, row) : null,
    versions: versions.map((version) => toLumenVersion(version, caller)),
  };
}

async function buildProposal(services: Services, row: NoticeRow): Promise<LumenView['proposal']> {
  const { db } = services;
  const facts = await loadLumenFacts(db, services, await needPublishable(services, db, row));
  const { texts, redactions } = proposeLumenTexts(facts);
  return { ...texts, redactions, urls: facts.urls.length };
}

function toLumenVersion(row: PublicationRow<'lumen'>, caller: Caller): LumenView['versions'][number] {
  const { title, subject, body } = row.body;
  return {
    ...toVersionView('lumen', row, caller),
    body: { ...row.body },
    remaining: [title, subject, body].flatMap((text) => redact(text).redactions),
    tries: row.tries,
    lastError: row.last_error,
    receipt: row.receipt,
    acceptedAt: row.accepted_at?.toISOString() ?? null,
  };
}

/** Returns the public statement about a notice: its present figures and its versions. */
export async function getPublicStatement(
  services: Services,
  caller: Caller,
  { id, addressOf }: { id: string; addressOf: (notice: string) => string | null },
): Promise<z.input<typeof publicStatementView>> {
  const row = await needPublisher(services, caller, id);
  const { db } = services;
  const why = await whyUnpublishableNow(services, db, row);
  const rows = await listPublications(db, { kind: 'public_statement', noticeId: row.id });
  const figures =
    why === null ? await loadStatementFigures(db, services, await needPublishable(services, db, row)) : null;
  const shown = rows.find(({ state }) => state === 'approved');
  return {
    notice: row.id,
    unpublishable: why,
    address: addressOf(row.id),
    figures,
    outdated: shown !== undefined && figures !== null && canonicalJson(shown.body.figures) !== canonicalJson(figures),
    versions: rows.map((version) => ({
      ...toVersionView('public_statement', version, caller),
      ...version.body,
    })),
  };
}

interface Named {
  kind: PublicationKind;
  version: number | null;
}

type State = Promise<z.input<typeof publicationState>>;

export async function writeLumenVersion(
  acting: Acting,
  noticeId: string,
  body: Parameters<typeof draftLumen>[1],
): State {
  const version = await draftLumen({ ...acting, noticeId }, body);
  return readState({ ...acting, noticeId }, { kind: 'lumen', version });
}

export async function writePublicStatement(
  acting: Acting,
  noticeId: string,
  body: Parameters<typeof draftPublicStatement>[1],
): State {
  const version = await draftPublicStatement({ ...acting, noticeId }, body);
  return readState({ ...acting, noticeId }, { kind: 'public_statement', version });
}

export async function settleLumenVersion(
  acting: Acting,
  noticeId: string,
  { version: named, settlement }: { version: number | null; settlement: Settlement },
): State {
  const version = needVersion(named);
  await settleLumen({ ...acting, noticeId }, version, settlement);
  return readState({ ...acting, noticeId }, { kind: 'lumen', version });
}

export async function approveVersion(
  acting: Acting,
  noticeId: string,
  { digest, ...named }: Named & { digest: string },
): State {
  const version = needVersion(named.version);
  await approvePublication({ ...acting, noticeId }, { ...named, version, digest });
  return readState({ ...acting, noticeId }, { ...named, version });
}

export async function returnVersion(
  acting: Acting,
  noticeId: string,
  { reason, ...named }: Named & { reason: string },
): State {
  const version = needVersion(named.version);
  await returnPublication({ ...acting, noticeId }, { ...named, version, reason });
  return readState({ ...acting, noticeId }, { ...named, version });
}

function needVersion(version: number | null): number {
  if (version === null) throw new Refusal('missing', CURES.noVersion);
  return version;
}

/** Returns the state of a version without its text, because answers are stored for their Idempotency-Key. */
async function readState(
  { trx, noticeId }: Pick<Publishing, 'trx' | 'noticeId'>,
  { kind, version }: { kind: PublicationKind; version: number },
): State {
  const row = (await listPublications(trx, { kind, noticeId })).find((one) => one.version === version);
  if (row === undefined) throw new Error(`version ${version} of ${kind} no longer exists`);
  const { state, digest, approvals } = row;
  return {
    notice: noticeId,
    version,
    state,
    digest,
    approvals: approvals.length,
    approvalsNeeded: approvalsNeeded(kind),
  };
}

/** Max statements of a page and a feed; older ones stay at their own addresses. */
const MAX_SHOWN = 200;

export async function listPublic({ db }: Pick<Services, 'db'>): Promise<PublicVersion[]> {
  return listPublicStatements(db, MAX_SHOWN);
}

/** Returns the public versions of a statement, the latest first; none for a secret or an unknown notice. */
export async function findPublic({ db }: Pick<Services, 'db'>, notice: string): Promise<PublicVersion[]> {
  return isUuid(notice) ? listPublicVersions(db, notice) : [];
}
