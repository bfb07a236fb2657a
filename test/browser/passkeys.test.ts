import { expect, test } from '@jest/globals';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { openConsole, withDeskAndBrowser, type ConsolePage } from '../support/browser/a-browser.js';
import { violations } from '../support/browser/axe.js';
import { accounts, followNotice, receive } from '../support/orders.js';
import type { DemoRole, RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let browser: Browser;
withDeskAndBrowser(
  (started, opened) => {
    desk = started;
    browser = opened;
  },
  { DESK_STEP_UP: 'on', DESK_DEMO: 'off' },
);

/** A window with a virtual authenticator that answers by itself, as if touched. */
async function openWindow(role: DemoRole, bypassCSP = false): Promise<ConsolePage & { unverify: () => Promise<void> }> {
  const opened = await openConsole(browser, desk, {
    bypassCSP,
    baseURL: desk.file().api.replace('127.0.0.1', 'localhost'),
  });
  const authenticator = await opened.page.context().newCDPSession(opened.page);
  await authenticator.send('WebAuthn.enable');
  const { authenticatorId } = await authenticator.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await opened.page.goto(`/auth/sign-in?person=${role}`);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  const unverify = async () => {
    await authenticator.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  };
  return { ...opened, unverify };
}

async function registerPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.locator('nav.side .own-menu').click();
  await page.getByRole('button', { name: 'Passkeys' }).click();
  const dialog = page.getByRole('dialog', { name: 'Passkeys' });
  await dialog.getByText('You have no passkey yet.').waitFor();
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Register a passkey' }).click();
  await dialog.locator('li', { hasText: name }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
  const settings = page.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Close' }).click();
  await settings.waitFor({ state: 'detached' });
}

async function waiting(subject: string) {
  const { body } = await receive(desk, { subject, targets: accounts(3, 'passkey') });
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  return { id: String(body.id), notice };
}

test('registers a passkey in settings, asks for it on approval, and enforces the approved order', async () => {
  const { id, notice } = await waiting('Approved with a passkey');
  const { page, faults, close } = await openWindow('approver');
  expect(new URL(page.url()).hostname).toBe('localhost');
  await registerPasskey(page, 'Laptop');
  await page.goto(`/notices/${id}/approval`);
  await page.getByRole('button', { name: /^Approve(?!r)/ }).click();
  await page.locator('.message', { hasText: 'Approved' }).waitFor();
  await notice.reaches('in_force');
  expect((await notice.read()).counts).toMatchObject({ applied: 3 });
  expect(faults).toEqual([]);
  await close();
});

test('rejects an approval without a passkey or user verification, says why, and requires step-up from an API key', async () => {
  const { id, notice } = await waiting('Not approved');
  const { page, unverify, close } = await openWindow('counsel', true);
  const approve = async () => {
    await page.goto(`/notices/${id}/approval`);
    await page.getByRole('button', { name: /^Approve(?!r)/ }).click();
  };
  await approve();
  await page.getByText('This needs a passkey, and you have none.').waitFor();
  await registerPasskey(page, 'Blue key');
  await page.locator('nav.side .own-menu').click();
  await page.getByRole('button', { name: 'Passkeys' }).click();
  await page.getByRole('dialog', { name: 'Passkeys' }).locator('li').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('dialog', { name: 'Passkeys' }).getByRole('button', { name: 'Remove Blue key' }).click();
  await page.getByText('It is your last one').waitFor();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await unverify();
  await approve();
  await page.getByText('Nothing was done: your passkey was not used').waitFor();
  expect((await notice.read()).stage).toBe('approval');
  const { submission } = await notice.read();
  const byKey = await desk.call('approver', 'POST', `/v1/notices/${id}/approve`, {
    submission: submission.number,
    digest: submission.digest,
  });
  expect([byKey.status, byKey.body]).toMatchObject([403, { stepUp: true }]);
  await close();
});

test('approves a rulebook change in the console with a passkey, and rejects an API key', async () => {
  const registry = new pg.Client(desk.adminDatabase());
  await registry.connect();
  await registry.query(`
    insert into rulebook_revision (edition, digest, clocks, reason, proposed_by)
    select max(number), 'sha256:0', 0, 'Amended', (select id from person where email = 'counsel@desk.example')
    from rulebook_edition`);
  await registry.end();
  const byKey = await desk.call('admin', 'POST', '/v1/rulebook/revisions/1/approve', { digest: 'sha256:0' });
  expect([byKey.status, byKey.body]).toMatchObject([403, { stepUp: true }]);
  const { page, close } = await openWindow('admin');
  await registerPasskey(page, 'Laptop');
  await page.goto('/rulebook?tab=revisions');
  await page.locator('.record-row', { hasText: 'Revision 1' }).click();
  await page.getByRole('button', { name: 'Approve: move deadlines' }).click();
  await page.locator('.message', { hasText: 'Revision 1 approved' }).waitFor();
  await close();
});
