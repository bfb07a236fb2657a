import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { SIGNER_PATIENCE_MS } from '../../../../activities/signed-letter.js';
import { createServiceSender } from '../../../../domain/letters/letter-sender.js';
import { createLetterSigner, type LetterSigner } from '../../../../letters/signing/letter-signer.js';
import type { SmtpFixture } from '../../../support/mail/smtp-fixture.js';
import { aNotice, type Registry } from '../../../support/registry-fixture.js';
import { asCertified, startAuthority, type Authority } from '../../../support/signing/openssl.js';
import { takeOut } from '../../../support/signing/take-out.js';
import { startTimestampService } from '../../../support/signing/timestamp-service.js';
import { aLetter, withLetters } from './letter-activities.js';

let registry: Registry;
let smtp: SmtpFixture;
const letters = withLetters((...given) => ([registry, smtp] = given));
let authority: Authority;
let service: Awaited<ReturnType<typeof startTimestampService>>;
beforeAll(async () => {
  authority = startAuthority();
  service = await startTimestampService(authority, authority.issue('Clock', { purpose: 'timeStamping' }));
});
afterAll(async () => {
  await service.stop();
  authority.stop();
});

function aSigner(days: [number, number] = [-1, 10]): LetterSigner {
  const certified = asCertified(authority, authority.issue('Example', { days }));
  const timestamps = { url: service.url, trust: [readFileSync(authority.root, 'utf8')] };
  const signer = createLetterSigner({ certified, timestamps, sender: createServiceSender('Example') });
  if (signer === null) throw new Error('There is no signer.');
  return signer;
}

async function send(signer: LetterSigner, noticeId: string, triedMs = 0) {
  const effect = aLetter(noticeId, 'acknowledgement', null);
  return letters(1, { signer, triedMs }).sendLetter({ noticeId, effect });
}

const listAlerts = () => registry.db.selectFrom('alert').selectAll().where('resolved_at', 'is', null).execute();
const sentPdf = () => smtp.received.at(-1)?.pdf ?? Buffer.alloc(0);
const isTimestamped = () => takeOut(sentPdf()).data.signerInfos[0]?.unsignedAttrs !== undefined;

test('a letter waits for the timestamp service, and then leaves with a timestamp', async () => {
  const [signer, noticeId] = [aSigner(), await aNotice(registry, ['@a'])];
  service.behave('error_page');
  await expect(send(signer, noticeId)).rejects.toThrow('The letter is not signed yet: It answers with status 502');
  expect(smtp.received).toEqual([]);
  service.behave('answers');
  expect(await send(signer, noticeId)).toEqual({ ok: true });
  expect(isTimestamped()).toBe(true);
});

test('after five minutes it leaves signed without one, with an alert that the next timestamp ends', async () => {
  const [signer, noticeId] = [aSigner(), await aNotice(registry, ['@a'])];
  service.behave('wrong_nonce');
  expect(await send(signer, noticeId, SIGNER_PATIENCE_MS)).toEqual({ ok: true });
  expect(isTimestamped()).toBe(false);
  expect((await listAlerts()).map(({ kind }) => kind)).toContain('letter_without_timestamp');
  service.behave('answers');
  await send(signer, await aNotice(registry, ['@a']));
  expect((await listAlerts()).map(({ kind }) => kind)).not.toContain('letter_without_timestamp');
});

test('each attempt sends the same signature', async () => {
  const [signer, noticeId] = [aSigner(), await aNotice(registry, ['@a'])];
  service.behave('answers');
  smtp.refuse(451);
  await expect(send(signer, noticeId)).rejects.toThrow();
  const before = service.countRequests();
  smtp.refuse(null);
  expect(await send(signer, noticeId)).toEqual({ ok: true });
  expect(service.countRequests()).toBe(before);
  const { signature } = await registry.db
    .selectFrom('letter')
    .select('signature')
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  expect(takeOut(sentPdf()).cms.toString('base64')).toBe(signature?.cms);
});

test('an expired certificate sends nothing, and the alert names it', async () => {
  const [signer, noticeId] = [aSigner([-20, -2]), await aNotice(registry, ['@a'])];
  await expect(send(signer, noticeId)).rejects.toThrow('CN=Example expired on');
  expect(await send(signer, noticeId, SIGNER_PATIENCE_MS)).toMatchObject({ ok: false });
  expect(smtp.received).toEqual([]);
  const alerts = (await listAlerts()).filter((alert) => alert.notice_id === noticeId);
  expect(alerts).toEqual([expect.objectContaining({ kind: 'letter_not_written' })]);
  expect(alerts[0]?.summary).toContain('CN=Example expired on');
});
