import type { CommandBodies } from '../../domain/commands/command.js';
import { contactCalled, isOfAuthority, type CalledContact } from '../../domain/notices/sender.js';
import { hasDocument } from '../../registry/notices/document-views.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { listNoticeMails } from '../../registry/notices/sender-dossier.js';
import { insertSenderCheck } from '../../registry/notices/sender-checks.js';
import type { Connection } from '../../registry/db.js';
import type { CommandBody } from '../../contract/commands.js';
import { findListed } from '../intake/sender/find-doubts.js';
import { invalid, Refusal } from '../refusal.js';
import type { Preparing } from './preparing.js';

/**
 * Prepares a sender check. The contact asked is looked up in the directory, which the notice itself cannot influence,
 * and stored as it was then.
 */
export async function prepareSenderCheck(
  { context, trx, row, caller, commandId }: Preparing,
  { method, contact: contactRef, document, outcome, note, points = [] }: CommandBody<'verify-sender'>,
): Promise<CommandBodies['verify_sender']> {
  if (document !== undefined && !(await hasDocument(trx, { noticeId: row.id, sha256: document })))
    throw invalid('/document', 'This is not a document of the notice. GET /v1/notices/{id}/documents lists them.');
  const at = context.now();
  if (method === 'signature' && outcome === 'confirmed') await needSignature(trx, { row, at });
  const contact = contactRef === undefined ? null : await findCalled(trx, { row, contactRef, at });
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
    contact: contact === null ? null : formatContact(contact),
    document: document ?? null,
    outcome,
    note,
    points,
  };
}

async function needSignature(trx: Connection, { row, at }: { row: NoticeRow; at: Date }): Promise<void> {
  const [mail] = (await listNoticeMails(trx, row.id)).filter(({ reply }) => reply === null);
  const signature = mail?.authentication?.signature ?? null;
  if (signature?.valid !== true) {
    throw new Refusal(
      'illegal_transition',
      `This notice has no valid signature${signature?.problem == null ? '' : ` (${signature.problem})`}, and a signature cannot be checked by eye. Call back a contact from the directory: method call_back.`,
    );
  }
  const authority = await findListed(trx, row);
  if (authority?.verification === 'verified' && isOfAuthority(signature, authority, at.getTime())) return;
  throw new Refusal(
    'illegal_transition',
    `The signature is by ${signature.signer ?? 'nobody'}, who does not match a domain or signer in the directory's verified entry of ${row.authority_name}. Call back a contact from the directory: method call_back.`,
  );
}

async function findCalled(
  trx: Connection,
  { row, contactRef, at }: { row: NoticeRow; contactRef: number | string; at: Date },
): Promise<CalledContact> {
  const authority = await findListed(trx, row);
  if (authority === undefined) {
    throw new Refusal(
      'illegal_transition',
      `${row.authority_name} is not in the directory, so there is no contact to call back: what the document says about itself proves nothing. Ask an admin to add it under this name with a contact from another source, and call that contact.`,
    );
  }
  if (authority.verification !== 'verified') {
    throw new Refusal(
      'illegal_transition',
      `The directory's entry ${authority.id} is itself not verified. Ask an admin to verify it, then call back.`,
    );
  }
  const called = contactCalled(authority, contactRef, at.getTime());
  if (called !== null) return called;
  throw invalid(
    '/contact',
    `${authority.id} has no currently valid contact for letters or call-backs. GET /v1/authorities lists contacts; one printed on the document does not count.`,
  );
}

function formatContact({ email, phone }: CalledContact): string {
  return phone ?? email ?? '';
}
