import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { aBounce, aMail, signed, TestDns, type SigningDomain } from '../support/mail/a-mail.js';
import { handOver } from '../support/mail/inbound-fixture.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let folder: string;
let desk: RunningDesk;
let meity: SigningDomain;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mail-in-'));
  const dns = new TestDns(join(folder, 'dns.json'));
  meity = dns.add('meity.example');
  desk = await startDesk({ MAIL_DNS_FILE: dns.path });
  const { items } = (await desk.call('admin', 'GET', '/v1/authorities?limit=200')).body;
  const entry = items.find(({ id }: { id: string }) => id === 'in-meity');
  const change = await desk.call('admin', 'POST', '/v1/authorities', { ...entry, domains: ['meity.example'] });
  expect(change.status).toBe(202);
  const path = `/v1/changes/${change.body.change}/confirm`;
  expect((await desk.call('counsel', 'POST', path, {})).status).toBe(200);
});
afterAll(async () => {
  await desk?.discard();
  rmSync(folder, { recursive: true, force: true });
});

const send = (raw: string, from?: string) =>
  handOver(Number(new URL(desk.file().inbound).port), raw, from === undefined ? {} : { from });

async function until<Found>(ask: () => Promise<Found | undefined | false | null>): Promise<Found> {
  const found = await eventually(ask, Boolean);
  if (!found) throw new Error('it did not come to it');
  return found;
}

const findItem = async (subject: string) =>
  (await desk.call('counsel', 'GET', '/v1/inbound?limit=200')).body.items.find(
    (item: { subject: string }) => item.subject === subject,
  );

test('acknowledges an order received by mail, attaches its answer, and marks a returned letter as bounced', async () => {
  expect(await send(await signed(aMail({ headers: { Subject: 'Blocking order 1' } }), meity))).toMatch(/^250/);
  const accepted = await until(async () => {
    const item = await findItem('Blocking order 1');
    return item?.state === 'accepted' && item;
  });
  const letter = await until(async () => {
    const { items } = (await desk.call('reviewer', 'GET', `/v1/notices/${accepted.notice}/letters`)).body;
    return items.find(({ state }: { state: string }) => state === 'sent');
  });
  const headers = { 'In-Reply-To': letter.messageId, Subject: 'Received' };
  await send(await signed(aMail({ headers }), meity));
  await until(async () => (await findItem('Received'))?.state === 'attached');
  const { items } = (await desk.call('reviewer', 'GET', `/v1/notices/${accepted.notice}/timeline`)).body;
  expect(items.map(({ action }: { action: string }) => action)).toContain('authority_replied');
  await send(aBounce({ messageId: letter.messageId, to: letter.to }), '');
  await until(async () => {
    const { items: all } = (await desk.call('reviewer', 'GET', `/v1/notices/${accepted.notice}/letters`)).body;
    return all.find(({ n, state }: { n: number; state: string }) => n === letter.n && state === 'bounced');
  });
});

test('keeps every mail that it answered 250 for exactly once, although killed while mail arrived', async () => {
  const subjects = Array.from({ length: 12 }, (_, index) => `Burst ${index + 1}`);
  // Fewer than the server's connection limit. Each sender retries until its mail is accepted, as mail servers do.
  const sending = Promise.all(
    subjects.map(async (Subject) => {
      const raw = aMail({ headers: { Subject } });
      await until(async () => (await send(raw)).startsWith('250'));
    }),
  );
  for (let kills = 0; kills < 3; kills += 1) {
    process.kill(await until(() => desk.pidOf('mail')), 'SIGKILL');
    await sleep(700);
  }
  await sending;
  const found = await until(async () => {
    const { items } = (await desk.call('reviewer', 'GET', '/v1/inbound?limit=200')).body;
    const burst = items
      .map(({ subject }: { subject: string }) => subject)
      .filter((one: string) => one.startsWith('Burst'));
    return burst.length >= subjects.length && burst;
  });
  expect(found.toSorted()).toEqual(subjects.toSorted());
});
