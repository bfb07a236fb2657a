import { createHash } from 'node:crypto';
import { isFollowUp, NOTICE_KINDS, type LinkKind, type NoticeKind } from '../../../../domain/notices/notice.js';
import { SYSTEM } from '../../../../domain/people/actor.js';
import { receiptNumber, type FilingReceipt } from '../../domain/receipt.js';
import { actorOfSigner } from '../../domain/signer.js';
import type { NoticeInput } from '../../../../domain/notices/notice-state.js';
import { noticeCreate, type NoticeCreate } from '../../../../contract/notice-create.js';
import { ask } from '../../../../registry/ask.js';
import type { Connection } from '../../../../registry/db.js';
import type { MailDocument } from '../../../../registry/mail/store-mail.js';
import { lockInbound } from '../../../../registry/mail/sort-inbound.js';
import { getNotice } from '../../../../registry/notices/notices.js';
import { findFiledForm, insertPortalAnswer, insertFiling, lockForm } from '../../registry/filings.js';
import { findOwnNotice, type OwnNotice } from '../../registry/own-notices.js';
import type { Caller } from '../../../../application/caller.js';
import { attachMail } from '../../../../application/intake/inbound/attach-mail.js';
import { entryNamedBy, readNotice, type ReadNotice } from '../../../../application/intake/read-notice.js';
import { storeKeyless } from '../../../../application/intake/store-notice.js';
import { invalid, Refusal } from '../../../../application/refusal.js';
import type { Services } from '../../../../application/services.js';
import type { ReceiptSigner } from './receipt-signer.js';
import type { NamedItems } from './read-list.js';
import type { SignedIn } from './sign-in.js';

export interface PortalServices extends Services {
  receiptSigner: ReceiptSigner;
}

/** `formKey`: a form sent twice is filed once. */
interface SentForm {
  who: SignedIn;
  formKey: string;
  documents: readonly MailDocument[];
}

export interface NoticeForm {
  kind: string;
  reference: string;
  subject: string;
  text: string;
  /** Hours allowed to comply; null: none are given. */
  hours: number | null;
  /** The sender asked to restrict access to the people who work on it. */
  confidential: boolean;
  named: NamedItems;
  about: OwnNotice | null;
}

const LINKS: Partial<Record<NoticeKind, LinkKind>> = {
  non_compliance_notice: 'non_compliance_of',
  reminder: 'reminds',
  amendment: 'amends',
  confirmation: 'confirms',
};

/** Kinds that can be filed as a notice; a revocation is filed through `withdraw`. */
export const FILED_KINDS = NOTICE_KINDS.filter((kind) => kind !== 'revocation');

function toPortalCaller({ authority }: SignedIn): Caller {
  return {
    person: { id: SYSTEM.id, name: SYSTEM.name },
    roles: [],
    key: { id: 'portal', name: 'portal', speaksFor: [authority.id] },
    session: null,
  };
}

/** Files a notice and returns the number of its receipt. Throws `validation` naming what to fix. */
export async function fileNotice(
  services: PortalServices,
  { form, ...sent }: SentForm & { form: NoticeForm },
): Promise<string> {
  const { authority } = sent.who;
  const { about } = form;
  const kind = FILED_KINDS.find((one) => one === form.kind);
  if (kind === undefined) throw invalid('/kind', 'Choose the kind of notice.');
  if (about === null && isFollowUp(kind)) throw invalid('/about', 'Give the number of the notice it relates to.');
  const body = noticeCreate.safeParse({
    kind,
    relatesTo: about === null ? [] : [{ notice: about.id, as: LINKS[kind] ?? 'follows' }],
    authority: authority.id,
    jurisdiction: authority.country,
    channel: 'portal',
    reference: form.reference,
    subject: form.subject,
    body: form.text,
    ...(form.hours === null ? {} : { orderedDeadline: { within: `PT${form.hours}H` } }),
    ...(form.confidential ? { secrecy: { level: 'restricted' } } : {}),
  });
  if (!body.success) {
    const [issue] = body.error.issues;
    throw invalid(`/${issue?.path.join('/') ?? ''}`, issue?.message ?? 'This cannot be accepted.');
  }
  const { named, text } = form;
  const linked = about === null ? [] : [await getNotice(services.db, about.id)];
  const read = await readFiled(services, sent.who, { body: { ...body.data, targets: named.targets }, linked });
  return file(services, { ...sent, filing: 'notice', read, about, text, unread: named.unread });
}

/** Files a revocation of a notice, with its consequences. Throws if the notice was withdrawn already. */
export async function withdraw(
  services: PortalServices,
  { about, text, ...sent }: SentForm & { about: OwnNotice; text: string },
): Promise<string> {
  const { authority } = sent.who;
  const body = noticeCreate.parse({
    kind: 'revocation',
    authority: authority.id,
    jurisdiction: authority.country,
    channel: 'portal',
    reference: about.reference,
    subject: `Withdrawal of ${about.number}`,
    body: text,
    relatesTo: [{ notice: about.id, as: 'revokes' }],
  });
  const linked = [await getNotice(services.db, about.id)];
  const read = await readFiled(services, sent.who, { body, linked });
  return file(services, { ...sent, filing: 'withdrawal', read, about, text, unread: 0 });
}

async function readFiled(
  services: PortalServices,
  who: SignedIn,
  { body, linked }: { body: NoticeCreate; linked: Awaited<ReturnType<typeof getNotice>>[] },
): Promise<ReadNotice> {
  const caller = toPortalCaller(who);
  const entry = await ask(services.db, entryNamedBy(body, caller));
  return readNotice(services, caller, body, { entry, linked });
}

interface ReadForm extends SentForm {
  filing: 'notice' | 'withdrawal';
  read: ReadNotice;
  about: OwnNotice | null;
  text: string;
  unread: number;
}

async function file(services: PortalServices, form: ReadForm): Promise<string> {
  const { db, engine } = services;
  const { receipt, start } = await db.transaction().execute(async (trx) => storeFiled(trx, services, form));
  // If this start is lost, the outbox starts the workflow.
  if (start !== null) await engine.start(start).catch(() => undefined);
  return receipt;
}

async function storeFiled(
  trx: Connection,
  services: PortalServices,
  { who, formKey, documents, filing, read, about, text, unread }: ReadForm,
): Promise<{ receipt: string; start: NoticeInput | null }> {
  const form = { authority: who.authority.id, formKey };
  await lockForm(trx, form);
  const again = await findFiledForm(trx, form);
  if (again !== undefined) return { receipt: again, start: null };
  if (about !== null && filing === 'withdrawal') await refuseWithdrawn(trx, about, form.authority);
  const at = services.now();
  const notice = { ...read.notice, createdBy: null, documents: [...documents] };
  const actor = actorOfSigner(who.authority, who.signer);
  const kept = await storeKeyless(trx, { signer: services.signer, actor, read: { ...read, notice }, at });
  const receipt: FilingReceipt = {
    ...receiptHead(services, who, at),
    filing,
    notice: kept.number,
    about: about?.number ?? null,
    kind: notice.kind,
    reference: notice.reference,
    subject: notice.subject,
    textSha256: hashOfText(text),
    targets: notice.targets.length,
    unread,
    documents: documents.map(toReceived),
  };
  const signed = services.receiptSigner.sign(receipt);
  await insertFiling(trx, { ...form, noticeId: notice.id, aboutId: about?.id ?? null, signed });
  return { receipt: receipt.number, start: kept.input };
}

/** Two of an authority's people may withdraw the same notice concurrently. */
async function refuseWithdrawn(trx: Connection, { id, number }: OwnNotice, authority: string): Promise<void> {
  await lockForm(trx, { authority, formKey: id });
  const now = await findOwnNotice(trx, { authority, number });
  if (now?.withdrawn !== false) throw new Refusal('illegal_transition', 'This notice has already been withdrawn.');
}

/** Files the authority's answer about a notice, as a reply equal to one by mail. */
export async function answer(
  services: PortalServices,
  { who, formKey, documents, about, text }: SentForm & { about: OwnNotice; text: string },
): Promise<string> {
  if (text.trim() === '' && documents.length === 0) throw invalid('/text', 'Write something, or add a document.');
  return services.db.transaction().execute(async (trx) => {
    const form = { authority: who.authority.id, formKey };
    await lockForm(trx, form);
    const again = await findFiledForm(trx, form);
    if (again !== undefined) return again;
    const at = services.now();
    const head = receiptHead(services, who, at);
    const id = services.newId();
    const subject = `Answer about ${about.number}`;
    const isWritten = text.trim() !== '';
    const raw = Buffer.from(isWritten ? text : `Documents about ${about.number}, without text.`);
    const written: MailDocument[] = !isWritten
      ? []
      : [{ name: 'answer.txt', mediaType: 'text/plain', sha256: computeHash(raw), bytes: raw }];
    await insertPortalAnswer(trx, { id, from: who.address, subject, text, raw, documents, at });
    const mail = await lockInbound(trx, id);
    if (mail === undefined) throw new Error('what was just written is there');
    await attachMail(trx, { mail, noticeId: about.id, actor: actorOfSigner(who.authority, who.signer), at });
    const receipt: FilingReceipt = {
      ...head,
      filing: 'answer',
      notice: about.number,
      about: null,
      kind: about.kind,
      reference: about.reference,
      subject,
      textSha256: hashOfText(text),
      targets: 0,
      unread: 0,
      documents: [...written, ...documents].map(toReceived),
    };
    const signed = services.receiptSigner.sign(receipt);
    await insertFiling(trx, { ...form, noticeId: about.id, aboutId: null, signed });
    return receipt.number;
  });
}

function receiptHead({ newId }: Pick<Services, 'newId'>, { authority, signer }: SignedIn, at: Date) {
  return {
    number: receiptNumber(newId(), at),
    instant: at.toISOString(),
    authority: { id: authority.id, name: authority.name },
    signer,
  };
}

const computeHash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const hashOfText = (text: string) => (text === '' ? null : computeHash(Buffer.from(text)));
const toReceived = ({ name, sha256, bytes }: MailDocument) => ({ name, sha256, size: bytes.length });
