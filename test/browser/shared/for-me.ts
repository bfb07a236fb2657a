import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createPushSender } from '../../../activities/push-sender.js';
import { makePushKey, readPushKey } from '../../../config/push-key.js';
import { makeSubscription, startPushService } from '../../support/push-service.js';
import { keepPicture, signIn } from '../../support/browser/a-browser.js';
import { boxFaults } from '../../support/browser/boxes.js';
import { eventually } from '../../support/eventually.js';
import { followNotice, receive } from '../../support/orders.js';
import { browser, desk } from './desk.js';

async function submitted(subject: string) {
  const { body } = await receive(desk, { subject });
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  return { ...notice, id: body.id as string, number: body.number as string };
}

interface Shown {
  title: string;
  body: string;
  tag: string;
}
/** The scope of the service worker. */
interface Showing {
  shown: (Shown & { link: string })[];
  registration: {
    showNotification: (title: string, options: Omit<Shown, 'title'> & { data: { link: string } }) => Promise<void>;
  };
}

/** What a push service hands to the browser, read with the browser's keys. */
async function pushed({ decrypt, ...keys }: ReturnType<typeof makeSubscription>) {
  const service = await startPushService();
  const send = createPushSender({
    key: readPushKey(makePushKey())!,
    contact: 'mailto:desk@desk.example',
    agent: service.agent,
  });
  const link = 'https://desk.test/notices/1/approval';
  const message = { title: 'N-1: Waiting for your approval', body: 'Please look.', link, topic: '1' };
  expect(await send({ id: '1', endpoint: service.url, ...keys }, message)).toEqual({ state: 'sent' });
  const [received] = service.received;
  await service.stop();
  return { payload: decrypt(received?.body ?? Buffer.alloc(0)), link };
}

describe('for me', () => {
  test('mails an approver whose console is closed within 60 s', async () => {
    const began = Date.now();
    const { id, number } = await submitted('Closed console');
    const mails = await eventually(
      async () => (await desk.call('ops', 'GET', '/v1/outbox?limit=50')).body.items,
      (items) => items.some(({ subject }: { subject: string }) => subject === `[${number}] Waiting for your approval`),
      60_000,
    );
    expect(Date.now() - began).toBeLessThan(60_000);
    const mail = mails.find(({ subject }: { subject: string }) => subject.includes(`${number}] Waiting`));
    expect(mail.envelope.to).toEqual([expect.stringMatching(/^(approver|counsel)/)]);
    expect(mail.text).toMatch(new RegExp(`^Open: http://[^/\\s]+/notices/${id}/approval$`, 'm'));
  });

  test('lists an approval as unread, counts it in the title, and opens it with the keyboard', async () => {
    const { id } = await submitted('Two posts');
    const { page, press, faults, close } = await signIn(browser, desk, {
      role: 'approver',
      path: `/for-me?open=approval:${id}:1`,
    });
    const row = page.getByRole('row', { name: /Two posts/ });
    await row.getByText('Unread', { exact: true }).waitFor();
    await page.waitForFunction(() => /^\(\d+\) For me/.test(document.title));
    expect(await boxFaults(page)).toEqual([]);
    await keepPicture(page, 'for-me');
    const untilStored = (unread: boolean) =>
      eventually(
        async () => (await desk.call('approver', 'GET', '/v1/me/inbox')).body.items,
        (items) => items.some((item: { id: string; unread: boolean }) => item.id === id && item.unread === unread),
      );
    await press('u');
    await row.getByText('Unread', { exact: true }).waitFor({ state: 'detached' });
    await untilStored(false);
    await press('u');
    await row.getByText('Unread', { exact: true }).waitFor();
    await untilStored(true);
    await press('s');
    const dialog = page.getByRole('dialog', { name: 'Remind me of this item' });
    await dialog.getByLabel('When').fill('in 3 hours');
    expect(await boxFaults(page)).toEqual([]);
    await press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await row.getByText(/reminder \d/).waitFor();
    await row.getByText('Unread', { exact: true }).waitFor({ state: 'detached' });
    await press('u');
    await row.getByText(/reminder \d/).waitFor({ state: 'detached' });
    await untilStored(true);
    await press('Enter');
    await page.waitForURL(`**/notices/${id}/approval`);
    await untilStored(false);
    await page.goto('/for-me');
    await row.waitFor();
    expect(await row.getByText('Unread', { exact: true }).count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  test('hands over to the next shift: the note stands above the list of others, and in the roster', async () => {
    const author = await signIn(browser, desk, { role: 'reviewer', path: '/for-me' });
    await author.page.getByRole('button', { name: 'Hand over…' }).click();
    const dialog = author.page.getByRole('dialog', { name: 'Hand over to the next shift' });
    await dialog.getByLabel('Note').fill('The ministry calls back at 22:00.');
    expect(await boxFaults(author.page)).toEqual([]);
    await author.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await author.page
      .getByRole('region', { name: /^Hand-over notes/ })
      .getByText('calls back at 22:00')
      .waitFor();
    const reader = await signIn(browser, desk, { role: 'ops', path: '/for-me' });
    await reader.page
      .getByRole('region', { name: /^Hand-over notes/ })
      .getByText('Reviewer')
      .waitFor();
    await keepPicture(reader.page, 'for-me-hand-over');
    await reader.page.goto('/roster');
    await reader.page
      .getByRole('row', { name: /Reviewer/ })
      .first()
      .click();
    await reader.page.getByText('The ministry calls back at 22:00.').waitFor();
    expect(await boxFaults(reader.page)).toEqual([]);
    expect([...author.faults, ...reader.faults]).toEqual([]);
    await author.close();
    await reader.close();
  });

  test('shows a notification in the browser, encrypted on its way, and nothing after it is removed there', async () => {
    const { decrypt, ...keys } = makeSubscription();
    const endpoint = `https://fcm.googleapis.com/${randomUUID()}`;
    const { page, faults, close } = await signIn(browser, desk, { role: 'approver', path: '/for-me' });
    const { origin } = new URL(page.url());
    await page.context().grantPermissions(['notifications'], { origin });
    // Chromium without Google's keys has no push service; the subscription is ours, the rest is the browser's.
    await page.evaluate(
      (subscription) => {
        // The bundled browser says `denied` whatever was granted.
        Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
        PushManager.prototype.subscribe = async () => ({ toJSON: () => subscription }) as never;
      },
      { endpoint, keys },
    );
    await page.getByRole('button', { name: 'Notifications…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Notifications' });
    await dialog.getByRole('button', { name: 'Show notifications in this browser' }).click();
    await dialog.getByText(/^Chrome, Linux · this browser/).waitFor();
    await keepPicture(page, 'for-me-browsers');
    expect(await boxFaults(page)).toEqual([]);

    const { payload, link } = await pushed({ ...keys, decrypt });
    // The bundled browser has nowhere to show a notification: what its worker would show is kept instead.
    const worker = page.context().serviceWorkers()[0] ?? (await page.context().waitForEvent('serviceworker'));
    await worker.evaluate(() => {
      const scope = self as unknown as Showing;
      scope.shown = [];
      scope.registration.showNotification = async (title, { body, tag, data: { link: address } }) =>
        void scope.shown.push({ title, body, tag, link: address });
    });
    const client = await page.context().newCDPSession(page);
    const registered = new Promise<string>((resolve) =>
      client.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [first] = registrations;
        if (first !== undefined) resolve(first.registrationId);
      }),
    );
    await client.send('ServiceWorker.enable');
    const message = { origin: `${origin}/`, registrationId: await registered, data: payload };
    await client.send('ServiceWorker.deliverPushMessage', message);
    const shown = await eventually(
      () => worker.evaluate(() => (self as unknown as Showing).shown),
      ({ length }) => length > 0,
    );
    expect(shown).toEqual([
      { title: 'N-1: Waiting for your approval', body: 'Please look.', link, tag: expect.any(String) },
    ]);

    await dialog.getByRole('button', { name: /^Remove Chrome/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Show notifications in this browser' }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  test('stores which mails a person wants, and quiet hours in their time zone', async () => {
    const { page, close } = await signIn(browser, desk, { role: 'counsel', path: '/for-me' });
    await page.getByRole('button', { name: 'Notifications…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Notifications' });
    await dialog.getByLabel('Mail: My submission is returned').uncheck();
    await dialog.getByRole('button', { name: 'On', exact: true }).click();
    await dialog.getByLabel('From').fill('21:15');
    await keepPicture(page, 'for-me-notify');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect((await desk.call('counsel', 'GET', '/v1/me/notifications')).body).toMatchObject({
      mail: { approval: true, returned: false, assigned: true, mention: true, opinion: true },
      quiet: { from: '21:15', until: '06:30' },
    });
    await close();
  });
});
