import { expect, test } from '@jest/globals';
import { keepPicture, signIn } from '../../support/browser/a-browser.js';
import { boxFaults } from '../../support/browser/boxes.js';
import { accounts, followNotice, receive } from '../../support/orders.js';
import type { DemoRole } from '../../support/running-desk.js';
import { browser, desk } from './desk.js';

const open = (role: DemoRole, path: string, width = 1440) =>
  signIn(browser, desk, { role, path, viewport: { width, height: width < 500 ? 844 : 900 } });

async function submitted(subject: string) {
  const { body } = await receive(desk, { subject, regime: 'IN-69A-NORMAL', targets: accounts(5, 'talk') });
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage', { authenticity: 'channel_verified' });
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  return { ...notice, id: String(body.id) };
}

test('an approver suggests another action on a row, and the reviewer takes it over', async () => {
  const { id, command, submit } = await submitted('Talk about it');
  const approver = await open('approver', `/notices/${id}/approval`);
  const { page, press } = approver;
  await page.getByRole('row', { name: /talk/ }).first().waitFor();
  await press('j');
  await press('v');
  await page.getByText('1 of 5 viewed').waitFor();
  await press('c');
  const dialog = page.getByRole('dialog', { name: 'Comment' });
  await dialog.getByLabel('Comment', { exact: true }).fill('No ground is named. @Rev');
  await dialog.getByRole('button', { name: /^@Rev/ }).first().click();
  await dialog.getByLabel('Suggest another action').selectOption('push_back');
  await dialog.getByLabel('Ground').selectOption('protected_speech');
  await keepPicture(page, 'conversations-dialog');
  await dialog.getByRole('button', { name: 'Comment', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('1 open comment', { exact: true }).first().waitFor();
  expect(await boxFaults(page)).toEqual([]);
  await keepPicture(page, 'conversations-approval');
  await command('approver', 'return', { submission: 1, reason: 'See the comment on row 1.' });

  const reviewer = await open('reviewer', '/for-me');
  await reviewer.page.getByText('Talk about it').first().waitFor();
  await keepPicture(reviewer.page, 'conversations-for-me');
  await reviewer.page.goto(`/notices/${id}/conversations`);
  await reviewer.page.getByText('No ground is named.').waitFor();
  expect(await boxFaults(reviewer.page)).toEqual([]);
  await keepPicture(reviewer.page, 'conversations-tab');
  await reviewer.press('u');
  await reviewer.page.getByText(/drafted for 1 target/).waitFor();
  await reviewer.press('e');
  await reviewer.page.getByText('No conversation is open.').waitFor();
  await submit();

  await page.goto(`/notices/${id}/approval`);
  await page.getByText(/Changed since you looked at/).waitFor();
  await page.getByText('0 of 5 viewed').waitFor();
  await keepPicture(page, 'conversations-since');
  await press('Shift+V');
  await page.getByText(/Changed since you looked at/).waitFor({ state: 'detached' });
  expect([...approver.faults, ...reviewer.faults]).toEqual([]);
  await Promise.all([approver.close(), reviewer.close()]);
}, 120_000);

test('counsel gives an opinion on record, and the approver sees how a letter has changed', async () => {
  const { id, command, decide, submit } = await submitted('Opinion wanted');
  await command('approver', 'return', { submission: 1, reason: 'Refuse two.' });
  await decide({ targets: [1, 2] }, 'push_back');
  await submit();
  const approver = await open('approver', `/notices/${id}/approval`, 1024);
  await approver.page.getByRole('row', { name: /talk/ }).first().waitFor();
  await approver.press('j');
  await approver.press('c');
  const dialog = approver.page.getByRole('dialog', { name: 'Comment' });
  await dialog.getByLabel('Comment', { exact: true }).fill('Is this speech protected?');
  await dialog.getByLabel('Request an opinion on record').check();
  await dialog.getByLabel('Whose opinion').selectOption({ label: 'Counsel Demo' });
  await dialog.getByLabel('Due').fill('in 4 hours');
  await dialog.getByRole('button', { name: 'Comment', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await approver.page.getByText('1 opinion is requested').first().waitFor();
  expect(await boxFaults(approver.page)).toEqual([]);

  const counsel = await open('counsel', '/for-me');
  await counsel.page
    .getByRole('row', { name: /Opinion wanted/ })
    .first()
    .waitFor();
  await counsel.page.goto(`/notices/${id}/conversations`);
  await counsel.page.getByText('Is this speech protected?').waitFor();
  await counsel.press('c');
  await counsel.page.getByRole('button', { name: 'Opposes' }).click();
  await counsel.page.getByLabel('Comment', { exact: true }).fill('It is protected.');
  await counsel.page.getByRole('button', { name: 'Give opinion…' }).click();
  await counsel.page.getByText('It is protected.').waitFor();
  await keepPicture(counsel.page, 'conversations-opinion');
  expect(await boxFaults(counsel.page)).toEqual([]);
  await approver.page.getByText('1 opinion opposes').first().waitFor();

  await approver.page.getByRole('button', { name: /^Letters/ }).click();
  await approver.page.getByRole('button', { name: /^Open Report of effect/ }).click();
  await approver.page.getByRole('button', { name: 'With submission 1' }).waitFor();
  await approver.page.locator('article ins').first().waitFor();
  await keepPicture(approver.page, 'conversations-letter');
  expect(await boxFaults(approver.page)).toEqual([]);
  expect([...approver.faults, ...counsel.faults]).toEqual([]);
  await Promise.all([approver.close(), counsel.close()]);
}, 120_000);

test('on a phone, flags and the decision stay in view', async () => {
  const { id } = await submitted('On a phone');
  const { page, faults, close } = await open('approver', `/notices/${id}/approval`, 390);
  const approve = page.getByRole('button', { name: /^Approve(?!r)/ }).first();
  await approve.waitFor();
  await page.getByRole('row', { name: /talk/ }).first().waitFor();
  await keepPicture(page, 'conversations-phone');
  expect(await approve.evaluate((element) => element.getBoundingClientRect().bottom <= window.innerHeight)).toBe(true);
  expect(await page.getByText(/things? to check/).isVisible()).toBe(true);
  expect(await boxFaults(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
}, 60_000);
