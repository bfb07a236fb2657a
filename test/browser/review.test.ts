import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { keepPicture, openConsole, signIn, startDeskAndBrowser } from '../support/browser/a-browser.js';
import { boxFaults } from '../support/browser/boxes.js';
import { eventually } from '../support/eventually.js';
import { type RunningDesk } from '../support/running-desk.js';
import { signInByKeys } from './by-keys.js';

/** The desk with the demo case: the second order of February 2021 waits for its review. */
let desk: RunningDesk;
let browser: Browser;
let order: { id: string; number: string };

beforeAll(async () => {
  [desk, browser] = await startDeskAndBrowser({ DESK_DEMO: 'on' });
  const waiting = await eventually(
    async () => (await desk.call('reviewer', 'GET', '/v1/notices?stage=review&limit=5')).body.items,
    (items) => items.some(({ counts }: { counts: { targets: number } }) => counts.targets === 1178),
    120_000,
  );
  order = waiting.find(({ counts }: { counts: { targets: number } }) => counts.targets === 1178);
});
afterAll(async () => {
  await browser?.close();
  await desk?.discard();
});

const notice = async () => (await desk.call('counsel', 'GET', `/v1/notices/${order.id}`)).body;

describe('sign-in page and shell', () => {
  test('redirects a visitor to sign-in, signs in a demo person, and returns to the requested page', async () => {
    const { page, faults, close } = await openConsole(browser, desk);
    await page.goto(`/notices/${order.id}`);
    await page.waitForURL('**/sign-in?next=*');
    await page.getByRole('link', { name: /Auditor Demo/ }).click();
    await page.waitForURL(`**/notices/${order.id}`);
    await page.getByRole('heading', { level: 1, name: /1,178 accounts/ }).waitFor();
    await page.goto('/');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in*');
    expect((await page.request.get('/v1/me')).status()).toBe(401);
    expect(faults).toEqual([]);
    await close();
  });

  test('shows in the queue who reads a notice, and cut text in full on hover', async () => {
    const reader = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${order.id}` });
    await reader.page.locator('.target-row.current').waitFor();
    const { page, close } = await signIn(browser, desk, { role: 'approver', path: '/' });
    await page.locator('.queue-row .here', { hasText: 'Reviewer Demo' }).waitFor();
    expect(await boxFaults(page)).toEqual([]);
    await Promise.all([reader.close(), close()]);
  });

  test('offers sign-out and personal settings on small windows, beside an open notice and in the palette', async () => {
    const { page, press, close } = await signIn(browser, desk, {
      role: 'auditor',
      viewport: { width: 800, height: 900 },
    });
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Dark' }).click();
    await page.locator('html[data-theme="dark"]').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).waitFor();
    await press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`/notices/${order.id}`);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Light' }).click();
    await page.locator('html[data-theme="light"]').waitFor();
    await press('Escape', 'Control+k');
    await page.getByRole('combobox').waitFor();
    await page.keyboard.type('sign out');
    await press('Enter');
    await page.waitForURL('**/sign-in*');
    await close();
  });
});

async function importCase(locator: string): Promise<void> {
  const { regime, authority } = await notice();
  const imported = {
    source: 'Jira',
    externalId: 'LEGAL-77',
    kind: 'blocking_order',
    authority: { name: authority.name, country: 'IN' },
    jurisdiction: 'IN',
    law: regime.id,
    subject: 'The same account, a year before',
    receivedAt: '2020-02-01T08:00:00Z',
    closedAt: '2020-02-02T08:00:00Z',
    outcome: 'complied',
    targets: [{ type: 'account', locator, action: 'withhold', note: 'Moved from Jira', status: 'applied' }],
  };
  const { body } = await desk.call('admin', 'POST', '/v1/imports', { name: 'a', cases: [imported] });
  expect((await desk.call('counsel', 'POST', `/v1/changes/${body.change}/confirm`, {})).status).toBe(200);
}

describe('review of the February 2021 order', () => {
  test('shows the content of a target on demand, and beside it an imported case that a report counts', async () => {
    const path = `/v1/notices/${order.id}/targets?limit=1`;
    const [first] = (await desk.call('reviewer', 'GET', path)).body.items;
    await importCase(first.locator);
    const { page, faults, close } = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${order.id}` });
    const about = page.locator('.about', { hasText: first.locator });
    const content = about.getByRole('group', { name: 'Content' });
    await content.getByText('the audit log names who looked').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(...(request.url().endsWith('/content') ? [request.url()] : [])));
    await content.getByRole('button', { name: 'Show content' }).click();
    await content.locator('blockquote', { hasText: 'the sample platform' }).waitFor();
    await keepPicture(page, 'content');
    // What happens to the notice meanwhile loads nothing of the platform again.
    const refreshed = page.waitForResponse((response) => response.url().endsWith(`/v1/notices/${order.id}`));
    await desk.call('counsel', 'POST', `/v1/notices/${order.id}/annotate`, { text: 'Seen.' });
    await refreshed;
    await content.getByRole('button', { name: 'Hide content' }).click();
    await content.locator('blockquote').waitFor({ state: 'detached' });
    await about.getByRole('link', { name: 'LEGAL-77' }).waitFor();
    const { items } = (await desk.call('counsel', 'GET', `/v1/notices/${order.id}/timeline?limit=200`)).body;
    expect(items.filter(({ action }: { action: string }) => action === 'content_requested')).toHaveLength(1);
    expect(asked).toHaveLength(1);

    await page.goto(`/notices/${order.id}/linked`);
    await page.getByRole('listitem').filter({ hasText: 'LEGAL-77' }).getByText('imported').waitFor();
    await page.goto('/reports?tab=imported');
    await page.getByRole('row', { name: /Jira.*IN-69A/ }).waitFor();
    await keepPicture(page, 'imported-report');
    expect(await boxFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });

  test('says until when a claim holds, and fits all further actions into the window', async () => {
    const { page, press, close } = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${order.id}` });
    await page.locator('.target-row.current').waitFor();
    await press('i');
    await page.locator('.message', { hasText: /Claimed\. It is yours until \d/ }).waitFor();
    await press('.');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const { y, height } = (await dialog.boundingBox()) ?? { y: -1, height: 0 };
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeLessThanOrEqual(900);
    await close();
  });

  test('leads by keyboard alone from the queue through a bulk decision, undo and redo to the submission', async () => {
    const { page, press, type, push, faults, close } = await signInByKeys(browser, desk, { role: 'reviewer' });
    await page.locator('.queue-row.current').waitFor();
    await press('/');
    await type(order.number);
    await press('Enter');
    await eventually(
      () => page.locator('.queue-row.current').count(),
      (rows) => rows === 1,
    );
    await page.locator('.queue-row', { hasText: order.number }).waitFor();
    await press('Enter');
    await page.locator('.target-row.current').waitFor();

    // Twelve targets: withheld, undone, decided again.
    await press('x', ...Array.from({ length: 11 }, () => 'Shift+J'));
    await page.getByText('12 selected').waitFor();
    await press('1', '1');
    await page.locator('.hits li', { hasText: 'change' }).waitFor();
    await keepPicture(page, 'deciding');
    await press('Enter');
    await page.locator('.message', { hasText: 'drafted for 12 targets' }).waitFor();
    await eventually(notice, ({ counts }) => counts.undecided === 1166);
    await press('z');
    await page.locator('.message', { hasText: 'undone' }).waitFor();
    await eventually(notice, ({ counts }) => counts.undecided === 1178);

    // The whole list in one decision; the preview shows what it affects.
    await press('Control+a', '1', '1');
    await page.locator('.hits .guard-ink', { hasText: 'protected' }).waitFor();
    await press('Enter');
    await page.locator('.message', { hasText: 'drafted for 1,178 targets' }).waitFor();

    // Press, elected officials and the like are refused: a filter, select all, another action.
    await push(/^Protected/);
    await page.locator('.target-row.current').waitFor();
    await press('Control+a');
    await press('5', '6');
    await page.locator('.hits').waitFor();
    await press('Enter');
    await page.locator('.message', { hasText: 'Push back drafted' }).waitFor();
    await eventually(notice, ({ counts }) => counts.byAction.push_back === 29 || counts.undecided === 0);

    await press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Submit for approval?' });
    await dialog.getByText('Letter preview').waitFor();
    await push('Submit', { within: dialog });
    await page.locator('.message', { hasText: 'waiting for approval' }).waitFor();
    const { stage, submission } = await notice();
    expect({ stage, state: submission.state }).toEqual({ stage: 'approval', state: 'open' });
    expect(faults).toEqual([]);
    await close();
  });

  test('leads an approver to the number that the approval needs, and shows a phone no key caps', async () => {
    const { page, press, close } = await signIn(browser, desk, {
      role: 'approver',
      path: `/notices/${order.id}/approval`,
    });
    await page.locator('.approve-foot input').waitFor();
    await press('a');
    await page.locator('.approve-foot input:focus').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    const approve = page.getByRole('button', { name: /^Approve(?!r)/ }).last();
    await approve.waitFor();
    expect(((await approve.boundingBox()) ?? { y: 9_999 }).y).toBeLessThan(844);
    expect(await page.locator('kbd:visible').count()).toBe(0);
    await close();
  });

  test('denies approval to its author and names who can approve; an approver and counsel approve it', async () => {
    const author = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${order.id}/approval` });
    await author.page
      .getByText(/You made this submission/)
      .first()
      .waitFor();
    await author.close();

    for (const role of ['approver', 'counsel'] as const) {
      const { page, press, push, write, faults, close } = await signInByKeys(browser, desk, {
        role,
        path: '/approvals',
      });
      await page.locator('.queue-row.current').waitFor();
      await press('Enter');
      const { submission, counts } = await notice();
      const acting = counts.byAction.withhold;
      await page.getByRole('textbox', { name: /number/i }).waitFor();
      await page.locator('.decision-list [role=row]').nth(1).waitFor();
      await keepPicture(page, `approving-as-${role}`);
      await write(/number/i, String(acting));
      await push(/^Approve(?!r)/);
      await eventually(notice, (now) => now.submission.approvals.length > submission.approvals.length);
      expect(faults).toEqual([]);
      await close();
    }
    await eventually(notice, ({ stage }) => ['reporting', 'in_force'].includes(stage));
  });
});
