import type { CommandBodies } from '../../domain/command/command.js';
import { contactCalled, isOfAuthority, type CalledContact } from '../../domain/notice/sender.js';
import { hasDocument } from '../../registry/notice/document-views.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import { listMailsOf } from '../../registry/notice/sender-dossier.js';
import { insertSenderCheck } from '../../registry/notice/sender-checks.js';
import type { Connection } from '../../registry/db.js';
import type { CommandBody } from '../../contract/commands.js';
import { findListed } from '../sender/find-listed.js';
import { invalid, Refusal } from '../refusal.js';
import type { Preparing } from './preparing.js';

/**
 * Prepares a sender check. The contact asked is looked up in the directory, which the notice itself cannot influence,
 * and stored as it was then.
 */
export async function prepareSenderCheck(
  { context, trx, row, caller, commandId }: Preparing,
  { method, contact: asked, document, outcome, note, points = [] }: CommandBody<'verify-sender'>,
): Promise<CommandBodies['verify_sender']> {
  if (document !== undefined && !(await hasDocument(trx, { noticeId: row.id, sha256: document })))
    throw invalid('/document', 'This is no paper of the notice. GET /v1/notices/{id}/documents lists them.');
  const at = context.now();
  if (method === 'signature' && outcome === 'confirmed') await needSignature(trx, { row, at });
  const contact = asked === undefined ? null : await findCalled(trx, { row, asked, at });
  await insertSenderCheck(trx, {
    id: context.newId(),
    noticeId: row.id,
    commandId,
    method,
    contact,
    document: document ?? null,
    outcome,
    before: row.authenticity,
    by: caller.person.id,
    note,
    points,
    at,
  });
  return {
    method,
    contact: contact === null ? null : sayContact(contact),
    document: document ?? null,
    outcome,
    note,
    points,
  };
}

async function needSignature(trx: Connection, { row, at }: { row: NoticeRow; at: Date }): Promise<void> {
  const [mail] = (await listMailsOf(trx, row.id)).filter(({ reply }) => reply === null);
  const signature = mail?.authentication?.signature ?? null;
  if (signature?.valid !== true) {
    throw new Refusal(
      'illegal_transition',
      `No signature of this notice holds${signature?.problem == null ? '' : ` (${signature.problem})`}, and a person cannot check one by eye. Call back a contact of the directory: method call_back.`,
    );
  }
  const authority = await findListed(trx, row);
  if (authority?.verification === 'verified' && isOfAuthority(signature, authority, at.getTime())) return;
  throw new Refusal(
    'illegal_transition',
    `The signature is of ${signature.signer ?? 'nobody'}, whom the directory's verified entry of ${row.authority_name} does not name, by domain or as a signer. Call back a contact of the directory: method call_back.`,
  );
}

async function findCalled(
  trx: Connection,
  { row, asked, at }: { row: NoticeRow; asked: number | string; at: Date },
): Promise<CalledContact> {
  const authority = await findListed(trx, row);
  if (authority === undefined) {
    throw new Refusal(
      'illegal_transition',
      `${row.authority_name} is not in the directory, so there is nobody to call back: what the paper says of itself proves nothing. Ask an admin to enter it under this name, with a contact found elsewhere, and call that.`,
    );
  }
  if (authority.verification !== 'verified') {
    throw new Refusal(
      'illegal_transition',
      `The directory's entry ${authority.id} is itself not verified. Ask an admin to verify it, then call back.`,
    );
  }
  const called = contactCalled(authority, asked, at.getTime());
  if (called !== null) return called;
  throw invalid(
    '/contact',
    `No contact for letters or call-backs of ${authority.id} that is valid now. GET /v1/authorities shows them; one that stands on the paper is none.`,
  );
}

function sayContact({ email, phone }: CalledContact): string {
  return phone ?? email ?? '';
}
