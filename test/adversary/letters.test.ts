import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createLetterActivities } from '../../activities/letters.js';
import { reconcile, RECONCILER_TIMING } from '../../application/enforcement/reconcile/reconcile.js';
import type { LetterEffect } from '../../domain/commands/effect.js';
import { createServiceSender } from '../../domain/letters/letter-sender.js';
import { createLetterPrinter } from '../../letters/pdf/letter-printer.js';
import { createMailTransport, type MailTransport } from '../../letters/mail-transport.js';
import { startDomainApi, type ApiHarness } from '../support/api-harness.js';
import { createDomainEngine } from '../support/domain-engine.js';
import { startSmtp, type SmtpFixture } from '../support/mail/smtp-fixture.js';
import { nameSigners, startPortal, type PortalFixture, type Visitor } from '../features/portal/support/portal.js';
import { anActivity } from '../support/registry-fixture.js';

let api: ApiHarness;
let smtp: SmtpFixture;
let transport: MailTransport;
let portal: PortalFixture;
let signer: Visitor;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  smtp = await startSmtp();
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'Notice Desk <desk@desk.example>' });
  portal = await startPortal(api);
  await nameSigners(api, 'in-meity', [{ name: 'A. Officer', rank: 'Joint Secretary' }]);
  signer = await portal.signIn('in-meity', 'A. Officer');
});
afterAll(async () => {
  transport.close();
  await portal.close();
  await smtp.stop();
  await api.close();
});
beforeEach(() => {
  smtp.received.length = 0;
});

const FALSE_TEXT = 'We refuse your order.';

const send = (noticeId: string) => {
  const sender = createServiceSender('Notice Desk');
  const findKey = (id: string) => api.context.keys.keyOf(id);
  const print = createLetterPrinter(undefined, sender);
  const activities = createLetterActivities({
    db: api.worker,
    transport,
    sender,
    keyOf: findKey,
    print,
    signer: null,
    activity: anActivity(1),
  });
  return activities.sendLetter({ noticeId, effect: buildEffect(noticeId) });
};

const buildEffect = (noticeId: string): LetterEffect => ({
  key: `${noticeId}:acknowledgement`,
  type: 'send_letter',
  letter: 'acknowledgement',
  submission: null,
  dialogue: null,
});

const listAlerts = async (id: string) =>
  (await api.get(`/v1/notices/${id}`, 'counsel')).json().alert.map(({ kind }: { kind: string }) => kind);

async function invent(
  noticeId: string,
  { key = buildEffect(noticeId).key, state = 'queued', seal = null as string | null } = {},
) {
  await sql`
    insert into letter (notice_id, n, key, kind, language, to_address, subject, text, state, message_id, sent_at, seal)
    select ${noticeId}::uuid, coalesce(max(n), 0) + 1, ${key}, 'acknowledgement', 'en', 'in-meity@authority.example', 'Refused',
      ${FALSE_TEXT}, ${state}, ${`<${key}@desk.example>`}, case ${state} when 'sent' then now() end, ${seal}
    from letter where notice_id = ${noticeId}::uuid`.execute(api.worker);
}

describe('database login worker: letters', () => {
  test.each(['queued', 'failed', 'sent'])(
    'cannot get its own text sent from a letter row that is %s',
    async (state) => {
      const { id } = await api.receive();
      await invent(id, { state });
      expect(await send(id)).toMatchObject({ ok: true });
      expect(smtp.received).toHaveLength(1);
      expect(smtp.received[0]?.text).not.toContain(FALSE_TEXT);
      expect(await listAlerts(id)).toContain('letter_unproven');
    },
  );

  test('cannot change a letter that waits to be sent', async () => {
    const { id } = await api.receive();
    smtp.refuse(451);
    await send(id).catch(() => undefined);
    await sql`update letter set text = ${FALSE_TEXT} where notice_id = ${id}::uuid`.execute(api.worker);
    smtp.refuse(null);
    await send(id);
    expect(smtp.received[0]?.text).not.toContain(FALSE_TEXT);
    expect(await listAlerts(id)).toContain('letter_unproven');
  });

  test('cannot place a letter in the authority portal or under the desk’s signature', async () => {
    const { id, number } = await api.receive();
    await send(id);
    await invent(id, { key: `${id}:invented`, state: 'sent' });
    const page = (await signer.get(`/portal/notices/${number}`)).body;
    expect(page).not.toContain('Refused');
    expect((await signer.get(`/portal/notices/${number}/letters/1`)).statusCode).toBe(200);
    expect((await signer.get(`/portal/notices/${number}/letters/2`)).statusCode).toBe(404);
    expect((await api.get(`/v1/notices/${id}/letters/1/pdf`, 'reviewer')).statusCode).toBe(200);
    expect((await api.get(`/v1/notices/${id}/letters/2/pdf`, 'reviewer')).statusCode).toBe(409);
  });

  test('cannot insert a letter that the next reconciler run does not find', async () => {
    const { id } = await api.receive();
    await invent(id, { key: `${id}:invented`, state: 'sent' });
    await reconcile(api.context, { pace: { ...RECONCILER_TIMING, aSecond: 1_000, graceMs: 1 } });
    expect(await listAlerts(id)).toContain('letter_unproven');
  });
});
