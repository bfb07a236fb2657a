import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createMailActivities } from '../../../activities/mail.js';
import { createMailTransport, type MailTransport } from '../../../letters/mail-transport.js';
import { createPagerActivities } from '../../../activities/pager.js';
import type { EscalationLevel } from '../../../domain/clocks/clock.js';
import type { Role } from '../../../domain/people/permission.js';
import { SECRET, startPager, type PagerFixture } from '../../support/simulators/pager-fixture.js';
import { startSmtp, type SmtpFixture } from '../../support/mail/smtp-fixture.js';
import { aClockRow, aNotice, anActivity, startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;
let smtp: SmtpFixture;
let pager: PagerFixture;
let transport: MailTransport;

beforeAll(async () => {
  [registry, smtp, pager] = await Promise.all([startRegistry(), startSmtp(), startPager()]);
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'desk@desk.example' });
});
afterAll(async () => {
  transport.close();
  await Promise.all([smtp.stop(), pager.close(), registry.stop()]);
});
beforeEach(() => {
  smtp.refuse(null);
  for (const list of [smtp.received, pager.pages, pager.attempts]) list.length = 0;
});

const FIRED_AT = Date.now();

function aLevel(patch: Partial<EscalationLevel>): EscalationLevel {
  return {
    level: 1,
    percent: 50,
    atMs: FIRED_AT,
    to: ['reviewer'],
    page: false,
    firedAtMs: FIRED_AT,
    acknowledgedBy: null,
    pages: 0,
    pagedAtMs: null,
    ...patch,
  };
}

async function aClock(
  noticeId: string,
  kind: 'comply' | 'decide',
  levels: Partial<EscalationLevel>[],
): Promise<string> {
  const escalation = JSON.stringify(levels.map(aLevel));
  const row = aClockRow(noticeId, { kind, escalation, due_at: new Date(FIRED_AT + 60_000) });
  await registry.db.insertInto('clock').values(row).execute();
  return row.id;
}

const mails = (attempt = 1) => createMailActivities({ db: registry.worker, transport, activity: anActivity(attempt) });
const buildMail = (noticeId: string, clock: string, to: Role[], level = 1) => ({
  noticeId,
  effect: {
    key: `${noticeId}:${clock}:mail:${level}`,
    type: 'mail_staff' as const,
    clock,
    levels: [level],
    to,
    missed: false,
  },
});
const buildPage = (noticeId: string, clock: string, to: Role[], { level = 1, nth = 1 } = {}) => ({
  noticeId,
  effect: { key: `${noticeId}:${clock}:page:${level}:${nth}`, type: 'page' as const, clock, level, nth, to },
});
const pages = () =>
  createPagerActivities({ db: registry.worker, pager: { url: pager.url, secret: SECRET }, activity: anActivity() });
const addressed = () => smtp.received.map(({ to }) => to[0]).sort();
const unaccepted = async (noticeId: string) => {
  const { rows } = await sql<{ key: string }>`
    select key from staff_message where notice_id = ${noticeId}::uuid and accepted_at is null`.execute(registry.db);
  return rows;
};

describe('mailStaff', () => {
  test('sends each person one mail naming both clocks whose steps fired at the same instant', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const comply = await aClock(noticeId, 'comply', [{ to: ['reviewer', 'counsel'] }]);
    const decide = await aClock(noticeId, 'decide', [{ to: ['reviewer', 'approver'] }]);
    await Promise.all([
      mails().mailStaff(buildMail(noticeId, comply, ['reviewer', 'counsel'])),
      mails().mailStaff(buildMail(noticeId, decide, ['reviewer', 'approver'])),
    ]);
    expect(addressed()).toEqual(['approver', 'author', 'counsel', 'reviewer'].map((name) => `${name}@desk.example`));
    const findSubject = (name: string) => smtp.received.find(({ to }) => to[0] === `${name}@desk.example`)?.subject;
    expect(findSubject('reviewer')).toMatch(/Comply, Decide: |Decide, Comply: /);
    expect(findSubject('counsel')).toMatch(/\] Comply: /);
    expect(findSubject('approver')).toMatch(/\] Decide: /);
    const both = smtp.received.find(({ to }) => to[0] === 'reviewer@desk.example')?.text;
    for (const name of ['Comply', 'Decide']) expect(both).toContain(`${name}: escalation step 1.`);
    // The watchdog looks for a message of each step.
    const { rows } = await sql<{ key: string }>`
      select key from staff_message where notice_id = ${noticeId}::uuid and accepted_at is not null`.execute(
      registry.db,
    );
    for (const clock of [comply, decide])
      expect(rows.map(({ key }) => key)).toContain(`${noticeId}:${clock}:mail:1:${registry.people.reviewer}`);
    expect(await unaccepted(noticeId)).toEqual([]);
  });

  test('names a step that fires within seconds in the same mail, and sends none for it later', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const comply = await aClock(noticeId, 'comply', [{}]);
    const decide = await aClock(noticeId, 'decide', [{ firedAtMs: null, atMs: FIRED_AT + 900 }]);
    await mails().mailStaff(buildMail(noticeId, comply, ['reviewer']));
    await mails().mailStaff(buildMail(noticeId, decide, ['reviewer']));
    expect(addressed()).toEqual(['author@desk.example', 'reviewer@desk.example']);
    expect(smtp.received[0]?.text).toContain('Decide: escalation step 1.');
  });

  test('sends a separate mail for a step that fires minutes later', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const comply = await aClock(noticeId, 'comply', [{}]);
    const decide = await aClock(noticeId, 'decide', [{ firedAtMs: null, atMs: FIRED_AT + 120_000 }]);
    await mails().mailStaff(buildMail(noticeId, comply, ['reviewer']));
    await sql`update staff_message set created_at = created_at - interval '2 minutes' where notice_id = ${noticeId}::uuid`.execute(
      registry.db,
    );
    await mails().mailStaff(buildMail(noticeId, decide, ['reviewer']));
    expect(smtp.received).toHaveLength(4);
    expect(smtp.received.every(({ subject }) => !subject.includes(', Decide') && !subject.includes('Decide,'))).toBe(
      true,
    );
  });

  test('keeps mails to a person about one notice apart, and sends what has fired by then in one mail', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const at = (ms: number) => ({ atMs: FIRED_AT + ms, firedAtMs: FIRED_AT + ms });
    const comply = await aClock(noticeId, 'comply', [{}]);
    const decide = await aClock(noticeId, 'decide', [{ firedAtMs: null, atMs: FIRED_AT + 60_000 }]);
    await mails().mailStaff(buildMail(noticeId, comply, ['reviewer']));
    expect(addressed()).toEqual(['author@desk.example', 'reviewer@desk.example']);
    smtp.received.length = 0;
    const fire = (id: string, levels: Partial<EscalationLevel>[]) =>
      sql`update clock set escalation = ${JSON.stringify(levels.map(aLevel))}::jsonb where id = ${id}::uuid`.execute(
        registry.db,
      );
    await fire(comply, [{}, { level: 2, ...at(10_000) }, { level: 3, ...at(20_000) }]);
    await fire(decide, [{ ...at(15_000), to: ['reviewer', 'counsel'] }]);
    const steps = [
      buildMail(noticeId, comply, ['reviewer'], 2),
      buildMail(noticeId, comply, ['reviewer'], 3),
      buildMail(noticeId, decide, ['reviewer', 'counsel']),
    ];
    for (const step of steps)
      await expect(mails().mailStaff(step)).rejects.toMatchObject({ type: 'WaitsForNextMail', nonRetryable: false });
    // Who had no mail yet does not wait.
    expect(addressed()).toEqual(['counsel@desk.example']);
    await sql`update staff_message set created_at = created_at - interval '45 seconds' where notice_id = ${noticeId}::uuid`.execute(
      registry.db,
    );
    for (const step of steps) expect(await mails(2).mailStaff(step)).toEqual({ ok: true });
    expect(addressed()).toEqual(['author@desk.example', 'counsel@desk.example', 'reviewer@desk.example']);
    const text = smtp.received.find(({ to }) => to[0] === 'reviewer@desk.example')?.text;
    for (const part of ['Comply: escalation step 2.', 'Comply: escalation step 3.', 'Decide: escalation step 1.'])
      expect(text).toContain(part);
    expect(text).not.toContain('step 1, ');
    expect(await unaccepted(noticeId)).toEqual([]);
  });

  test('leaves a joint mail to the attempt that claimed it until the server accepts it', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const comply = await aClock(noticeId, 'comply', [{}]);
    const decide = await aClock(noticeId, 'decide', [{}]);
    smtp.refuse(451, 'author@desk.example');
    await expect(mails().mailStaff(buildMail(noticeId, comply, ['reviewer']))).rejects.toThrow();
    expect(await mails().mailStaff(buildMail(noticeId, decide, ['reviewer']))).toEqual({ ok: true });
    expect(addressed()).toEqual(['reviewer@desk.example']);
    smtp.refuse(null);
    expect(await mails(2).mailStaff(buildMail(noticeId, comply, ['reviewer']))).toEqual({ ok: true });
    expect(addressed()).toEqual(['author@desk.example', 'reviewer@desk.example']);
    expect(await unaccepted(noticeId)).toEqual([]);
  });
});

describe('page', () => {
  const paged = { page: true, pages: 1, pagedAtMs: FIRED_AT };

  test('sends the people of both clocks one page naming both steps that fired at the same instant', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const comply = await aClock(noticeId, 'comply', [{ ...paged, to: ['counsel'] }]);
    const decide = await aClock(noticeId, 'decide', [{ ...paged, to: ['approver'] }]);
    await pages().page(buildPage(noticeId, comply, ['counsel']));
    await pages().page(buildPage(noticeId, decide, ['approver']));
    expect(pager.pages).toMatchObject([
      { clock: comply, kind: 'comply', also: [{ clock: decide, kind: 'decide', level: 1, nth: 1 }] },
    ]);
    expect(new Set(pager.pages[0]?.['to'])).toEqual(new Set([registry.people.approver, registry.people.counsel]));
    expect(await unaccepted(noticeId)).toEqual([]);
  });

  test('sends one page for repeats that fall due together', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const again = { ...paged, firedAtMs: FIRED_AT - 300_000, pages: 2 };
    const comply = await aClock(noticeId, 'comply', [again]);
    const decide = await aClock(noticeId, 'decide', [again]);
    await pages().page(buildPage(noticeId, comply, ['reviewer'], { nth: 2 }));
    await pages().page(buildPage(noticeId, decide, ['reviewer'], { nth: 2 }));
    expect(pager.pages).toMatchObject([{ clock: comply, nth: 2, also: [{ clock: decide, nth: 2 }] }]);
  });

  test('sends a key and a link without a clock for a secret notice', async () => {
    const secret = { secrecy_level: 'gagged', secrecy_people: [registry.people.counsel] };
    const noticeId = await aNotice(registry, ['@a'], secret);
    const comply = await aClock(noticeId, 'comply', [{ ...paged, to: ['counsel'] }]);
    const decide = await aClock(noticeId, 'decide', [{ ...paged, to: ['counsel'] }]);
    await pages().page(buildPage(noticeId, comply, ['counsel']));
    await pages().page(buildPage(noticeId, decide, ['counsel']));
    expect(pager.pages.map((page) => Object.keys(page).sort())).toEqual([['key', 'link', 'text', 'to']]);
  });
});
