import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createMailTransport, type MailTransport } from '../../../letters/mail-transport.js';
import { sendWitnessMails } from '../../../activities/witness-mail.js';
import { makeCheckpoint } from '../../../application/audit/make-checkpoint.js';
import { checkpointAudit } from '../../../application/audit/witness.js';
import { readCheckpoints } from '../../../verifier/note.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { startSmtp, type SmtpFixture } from '../../support/mail/smtp-fixture.js';

const WITNESSES = ['mailto:witness@court.example'];
let api: ApiHarness;
let smtp: SmtpFixture;
let transport: MailTransport;
beforeAll(async () => {
  api = await startApi();
  smtp = await startSmtp();
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'Trust <desk@company.example>' });
});
afterAll(async () => {
  transport.close();
  await smtp.stop();
  await api.close();
});

test('sendWitnessMails mails a witness every outstanding checkpoint in one mail, and none twice', async () => {
  await checkpointAudit(api.context, WITNESSES);
  await api.receive();
  const { size } = await makeCheckpoint(api.context);
  for (let round = 0; round < 2; round += 1)
    await sendWitnessMails({ db: api.worker, transport, witnesses: WITNESSES });
  expect(smtp.received).toHaveLength(1);
  const [mail] = smtp.received;
  expect(mail?.to).toEqual(['witness@court.example']);
  const kept = await api.db.selectFrom('audit_checkpoint').select('size').orderBy('id').execute();
  expect(kept.at(-1)?.size).toBe(size);
  expect(readCheckpoints(mail?.text ?? '').map((one) => one.size)).toEqual(kept.map((one) => one.size));
});
