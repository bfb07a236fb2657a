import { listOutwardAnnotations } from '../../../registry/letters/outward-annotations.js';
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { computeKeyId } from '../../../config/approval-keys.js';
import { actorOfSigner } from '../../../domain/portal/signer.js';
import type { SignedReceipt } from '../../../domain/portal/receipt.js';
import { isOwnLetter } from '../../../application/letters/own-letter.js';
import type { SignedIn } from '../../../application/intake/portal/sign-in.js';
import { findAnnex, findLetterView } from '../../../registry/letters/letter-views.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { findReceipt, listFilings } from '../../../registry/portal/filings.js';
import {
  findOwnNotice,
  isLetterRead,
  listOwnLetters,
  type OwnLetter,
  type OwnNotice,
} from '../../../registry/portal/own-notices.js';
import type { Api } from '../../context.js';
import { pathPart } from '../../scope.js';
import { receiptLines, receiptPage } from '../../portal/filing-pages.js';
import { noticePage, nothingPage, withdrawPage, type NoticeParts } from '../../portal/notice-pages.js';
import { readPartNumber } from '../../part-number.js';
import { recordOwnAccess } from './own-access.js';
import type { PortalContext } from '../../portal/context.js';
import { guard, buildPageHead, sendPortalPage, signedIn } from './send.js';

const HIDDEN = { schema: { hide: true } };

export function registerOwnNotices(scope: Api, context: PortalContext): void {
  scope.get('/portal/notices/:number', HIDDEN, async (request, reply) => {
    const notice = await findOwn(context, request);
    if (notice === undefined) return sendPortalPage(reply, 404, nothingPage(buildPageHead(request)));
    await recordOwnAccess(context, signedIn(request).who, notice);
    return sendPortalPage(
      reply,
      200,
      noticePage(buildPageHead(request), await readNoticeParts(context, request, notice)),
    );
  });
  scope.get('/portal/notices/:number/withdraw', HIDDEN, async (request, reply) => {
    const notice = await findOwn(context, request);
    if (notice === undefined) return sendPortalPage(reply, 404, nothingPage(buildPageHead(request)));
    return sendPortalPage(reply, 200, withdrawPage(buildPageHead(request), { notice, formKey: randomUUID() }));
  });
  scope.get('/portal/notices/:number/letters/:n', HIDDEN, async (request, reply) => {
    const notice = await findOwn(context, request);
    const pdf = notice === undefined ? null : await printOwn(context, { request, notice });
    if (pdf === null) return sendPortalPage(reply, 404, nothingPage(buildPageHead(request)));
    return guard(reply).type('application/pdf').header('content-disposition', pdf.disposition).send(pdf.bytes);
  });
  scope.get('/portal/receipts/:receipt', HIDDEN, async (request, reply) => {
    const signed = await findRequested(context, request);
    return signed === null
      ? sendPortalPage(reply, 404, nothingPage(buildPageHead(request)))
      : sendPortalPage(reply, 200, receiptPage(buildPageHead(request), signed));
  });
  scope.get('/portal/receipts/:receipt/json', HIDDEN, async (request, reply) => {
    const signed = await findRequested(context, request);
    if (signed === null) return sendPortalPage(reply, 404, nothingPage(buildPageHead(request)));
    return guard(reply)
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="${signed.receipt.number}.json"`)
      .send(`${JSON.stringify(signed, null, 2)}\n`);
  });
  scope.get('/portal/receipts/:receipt/pdf', HIDDEN, async (request, reply) => {
    const signed = await findRequested(context, request);
    if (signed === null) return sendPortalPage(reply, 404, nothingPage(buildPageHead(request)));
    return guard(reply)
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${signed.receipt.number}.pdf"`)
      .send(await printReceipt(context, signed));
  });
}

export async function findOwn({ db }: PortalContext, request: FastifyRequest): Promise<OwnNotice | undefined> {
  const authority = signedIn(request).who.authority.id;
  return findOwnNotice(db, { authority, number: pathPart(request, 'number') });
}

/** Sent letters with a valid signature of the desk. */
async function listProvenLetters(context: PortalContext, noticeId: string): Promise<OwnLetter[]> {
  const proven: OwnLetter[] = [];
  for (const letter of await listOwnLetters(context.db, noticeId))
    if (await isOwnLetter(context, { noticeId, n: letter.n })) proven.push(letter);
  return proven;
}

export async function readNoticeParts(
  context: PortalContext,
  request: FastifyRequest,
  notice: OwnNotice,
): Promise<NoticeParts> {
  const { db } = context;
  const authority = signedIn(request).who.authority.id;
  return {
    notice,
    letters: await listProvenLetters(context, notice.id),
    annotations: await listOutwardAnnotations(db, { noticeId: notice.id }),
    filings: await listFilings(db, { authority, noticeId: notice.id }),
    formKey: randomUUID(),
  };
}

function findRequested(context: PortalContext, request: FastifyRequest): Promise<SignedReceipt | null> {
  return findOwnReceipt(context, request, pathPart(request, 'receipt'));
}

export async function findOwnReceipt(
  { db }: PortalContext,
  request: FastifyRequest,
  number: string,
): Promise<SignedReceipt | null> {
  const found = await findReceipt(db, { authority: signedIn(request).who.authority.id, number });
  return found === undefined ? null : { ...found, keyId: computeKeyId(found.publicKey) };
}

function printReceipt({ letterPrinter }: PortalContext, signed: SignedReceipt): Promise<Buffer> {
  const { number, instant } = signed.receipt;
  return letterPrinter({
    number,
    kind: 'acknowledgement',
    subject: `Receipt ${number}`,
    text: receiptLines(signed),
    annex: null,
    language: 'en',
    state: 'sent',
    writtenAt: new Date(instant),
  });
}

/** A letter as PDF; records when the authority reads it for the first time. */
async function printOwn(
  context: PortalContext,
  { request, notice }: { request: FastifyRequest; notice: OwnNotice },
): Promise<{ bytes: Buffer; disposition: string } | null> {
  const { db, letterPrinter } = context;
  const n = readPartNumber(pathPart(request, 'n'));
  const own = (await listProvenLetters(context, notice.id)).find((letter) => letter.n === n);
  const letter = own && (await findLetterView(db, { noticeId: notice.id, n: own.n }));
  if (letter === undefined || letter.text === '') return null;
  const annex = letter.annexed ? await findAnnex(db, { noticeId: notice.id, n: letter.n }) : undefined;
  const { kind, subject, text, language } = letter;
  const { number } = notice;
  const bytes = await letterPrinter({
    number,
    kind,
    subject,
    text,
    annex: annex?.rows ?? null,
    language,
    state: letter.state,
    writtenAt: letter.created_at,
  });
  await noteReading(context, signedIn(request).who, { notice, n: letter.n });
  return { bytes, disposition: `inline; filename="${number}-letter-${letter.n}.pdf"` };
}

async function noteReading(
  context: PortalContext,
  who: SignedIn,
  { notice, n }: { notice: OwnNotice; n: number },
): Promise<void> {
  await recordOwnAccess(context, who, notice);
  if (await isLetterRead(context.db, { noticeId: notice.id, n })) return;
  const actor = actorOfSigner(who.authority, who.signer);
  await appendAudit(context.db, [
    { at: context.now(), noticeId: notice.id, actor, action: 'letter_read', detail: { n } },
  ]);
}
