import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { keepPicture, signIn, startDeskAndBrowser } from '../support/browser/a-browser.js';
import { boxFaults } from '../support/browser/boxes.js';
import { eventually } from '../support/eventually.js';
import { followNotice, receive } from '../support/orders.js';
import { type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await startDeskAndBrowser();
});
afterAll(async () => {
  await browser?.close();
  await desk?.discard();
});

async function submitted(subject: string) {
  const { body } = await receive(desk, { subject });
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  return { ...notice, id: body.id as string, number: body.number as string };
}

describe('for me', () => {
  test('mails an approver whose console is closed within 60 s', async () => {
    const began = Date.now();
    const { number } = await submitted('Closed console');
    const mails = await eventually(
      async () => (await desk.call('ops', 'GET', '/v1/outbox?limit=50')).body.items,
      (items) => items.some(({ subject }: { subject: string }) => subject === `[${number}] Waiting for your approval`),
      60_000,
    );
    expect(Date.now() - began).toBeLessThan(60_000);
    const mail = mails.find(({ subject }: { subject: string }) => subject.includes(`${number}] Waiting`));
    expect(mail.envelope.to).toEqual([expect.stringMatching(/^(approver|counsel)/)]);
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
    await press('u');
    await row.getByText('Unread', { exact: true }).waitFor({ state: 'detached' });
    await press('u');
    await row.getByText('Unread', { exact: true }).waitFor();
    await press('Enter');
    await page.waitForURL(`**/notices/${id}/approval`);
    await eventually(
      async () => (await desk.call('approver', 'GET', '/v1/me/inbox')).body.items,
      (items) => items.some((item: { id: string; unread: boolean }) => item.id === id && !item.unread),
    );
    await page.goto('/for-me');
    await row.waitFor();
    expect(await row.getByText('Unread', { exact: true }).count()).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  test('stores which mails a person wants, and quiet hours in their time zone', async () => {
    const { page, close } = await signIn(browser, desk, { role: 'counsel', path: '/for-me' });
    await page.getByRole('button', { name: 'Notifications…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Notifications' });
    await dialog.getByLabel('My submission is returned').uncheck();
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
