import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { findOwn, findOwnReceipt, openOwn, printOwnLetter } from '../../application/intake/own-notices.js';
import { computeKeyId } from '../../../../config/approval-keys.js';
import type { SignedReceipt } from '../../domain/receipt.js';
import { type Api, pathPart } from '../../../../api/context.js';
import { readPartNumber } from '../../../../api/access.js';
import { receiptLines, receiptPage } from '../filing-pages.js';
import type { PortalContext } from '../context.js';
import { noticePage, nothingPage, withdrawPage } from '../notice-pages.js';
import { buildPageHead, guard, sendPortalPage, signedIn } from './send.js';

const HIDDEN = { schema: { hide: true } };

export function registerOwnNotices(scope: Api, context: PortalContext): void {
  scope.get('/portal/notices/:number', HIDDEN, async (request, reply) => {
    const parts = await openOwn(context, signedIn(request).who, pathPart(request, 'number'));
    return parts === undefined
      ? sendPortalPage(reply, 404, nothingPage(buildPageHead(request)))
      : sendPortalPage(reply, 200, noticePage(buildPageHead(request), { ...parts, formKey: randomUUID() }));
  });
  scope.get('/portal/notices/:number/withdraw', HIDDEN, async (request, reply) => {
    const notice = await findOwn(context, signedIn(request).who, pathPart(request, 'number'));
    if (notice === undefined) return sendPortalPage(reply, 404, nothingPage(buildPageHead(request)));
    return sendPortalPage(reply, 200, withdrawPage(buildPageHead(request), { notice, formKey: randomUUID() }));
  });
  scope.get('/portal/notices/:number/letters/:n', HIDDEN, async (request, reply) => {
    const [number, n] = [pathPart(request, 'number'), readPartNumber(pathPart(request, 'n'))];
    const pdf = await printOwnLetter(context, signedIn(request).who, { number, n });
    if (pdf === null) return sendPortalPage(reply, 404, nothingPage(buildPageHead(request)));
    const disposition = `inline; filename="${pdf.name}"`;
    return guard(reply).type('application/pdf').header('content-disposition', disposition).send(pdf.bytes);
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

function findRequested(context: PortalContext, request: FastifyRequest): Promise<SignedReceipt | null> {
  return findSignedReceipt(context, request, pathPart(request, 'receipt'));
}

export async function findSignedReceipt(
  context: PortalContext,
  request: FastifyRequest,
  number: string,
): Promise<SignedReceipt | null> {
  const found = await findOwnReceipt(context, signedIn(request).who, number);
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
