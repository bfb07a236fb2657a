import { expect, test } from '@jest/globals';
import { keepPicture, signIn } from '../../support/browser/a-browser.js';
import type { DemoRole } from '../../support/running-desk.js';
import { browser, desk } from './desk.js';

const open = (role: DemoRole, path: string) =>
  signIn(browser, desk, { role, path, viewport: { width: 1440, height: 900 } });

test('an admin adds a subscriber and sees its secret once, counsel confirms its host, and the admin changes its filter', async () => {
  const admin = await open('admin', '/people?tab=webhooks');
  await admin.page.getByRole('button', { name: /Add a subscriber/ }).click();
  const form = admin.page.getByRole('dialog', { name: 'Add a subscriber' });
  await form.getByLabel('Name').fill('Warehouse');
  await form.getByLabel('Address').fill('https://hooks.example/desk/of-the-warehouse');
  await form.getByLabel('Laws').fill('XX-NONE');
  await form.getByLabel('Countries of the authorities').fill('in');
  await form.getByRole('button', { name: 'Request' }).click();
  await form.getByText('the rulebook has no law with this id').waitFor();
  await keepPicture(admin.page, 'subscriber-refused');
  await form.getByLabel('Laws').fill('');
  await form.getByRole('button', { name: 'Request' }).click();
  const shown = admin.page.getByRole('alertdialog', { name: 'Secret of Warehouse' });
  expect(await shown.locator('pre').textContent()).toMatch(/^whsec_/);
  await keepPicture(admin.page, 'subscriber-secret');
  await shown.getByRole('button').last().click();
  const card = admin.page.getByRole('region', { name: 'Warehouse' });
  await card.getByText('hooks.example waits for a second person').waitFor();

  const counsel = await open('counsel', '/changes');
  await counsel.page.getByText('Webhook subscriber').first().waitFor();
  await keepPicture(counsel.page, 'subscriber-change');
  await counsel.page.getByRole('button', { name: /^Confirm/ }).click();
  await card.getByText('active').waitFor();
  expect(await admin.page.content()).not.toContain('of-the-warehouse');

  await card.getByRole('button', { name: 'Change…' }).click();
  const change = admin.page.getByRole('dialog', { name: 'Change Warehouse' });
  await change.getByLabel('Types of events').fill('notice.*, alert.raised');
  await change.getByRole('button', { name: 'Save' }).click();
  await card.getByText('notice.* and alert.raised').waitFor();
  await card.getByRole('button', { name: 'Send a test' }).click();
  await card.getByText('Last test').waitFor();
  await keepPicture(admin.page, 'subscribers');
  await admin.page.setViewportSize({ width: 390, height: 900 });
  await keepPicture(admin.page, 'subscribers-narrow');
  expect([...admin.faults, ...counsel.faults]).toEqual([]);
}, 120_000);
