import { describe, expect, test } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { extractText } from 'unpdf';
import { signIn, withDeskAndBrowser } from '../support/browser/a-browser.js';
import { followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { type DemoRole, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let browser: Browser;
withDeskAndBrowser((...started) => ([desk, browser] = started));

const PRESS = 'https://social.example/press/a-daily-newspaper-of-the-capital/2021/02/04/edition-of-the-evening';
const ACCOUNTS = 30;

async function anOrderWithRemarks(subject: string) {
  const targets = Array.from({ length: ACCOUNTS }, (_, at) => ({
    type: 'account',
    locator: `@${at < 20 ? 'farmer' : 'spam'}_${subject.replaceAll(' ', '_')}_${String(at + 1).padStart(4, '0')}`,
    note: at < 20 ? 'Coordinated posting' : 'Sells things',
  }));
  const press = { type: 'url', locator: `${PRESS}-${encodeURIComponent(subject)}`, note: 'Headline of 4 February' };
  await desk.platform('/_double/targets', { targets: [{ ...press, protectedClass: 'press' }] });
  const { body } = await receive(desk, {
    subject,
    regime: 'IN-69A-NORMAL',
    orderedDeadline: { within: 'PT26H' },
    targets: [...targets, press],
  });
  const notice = followNotice(desk, body.id);
  // The document states when the request was made: a sixth clock runs from then on.
  const facts = { requestReceivedAt: new Date(Date.now() - 86_400_000).toISOString() };
  await notice.command('reviewer', 'triage', { authenticity: 'channel_verified', facts });
  // The platform reports a target's class a moment later.
  await eventually(
    async () => (await desk.call('reviewer', 'GET', `/v1/notices/${body.id}/targets?protected=any&limit=1`)).body.items,
    (items) => items.length === 1,
  );
  return { id: body.id as string, notice };
}

const open = (role: DemoRole, path: string, options: { width?: number; locale?: string } = {}) =>
  signIn(browser, desk, {
    role,
    path,
    viewport: { width: options.width ?? 1440, height: 900 },
    ...(options.locale === undefined ? {} : { locale: options.locale }),
  });

async function measureBox(part: Locator) {
  const box = await part.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}

async function leaves(part: Locator, around: Locator): Promise<boolean> {
  const [inner, outer] = [await measureBox(part), await measureBox(around)];
  return inner.x < outer.x - 1 || inner.right > outer.right + 1;
}

describe('sender check', () => {
  test('records a call back to the directory contact, and lets triage claim no more than is known', async () => {
    const { id, notice } = await anOrderWithRemarks('Doubted');
    await notice.command('reviewer', 'triage', { authenticity: 'unverified' });
    const { page, press, faults, close } = await open('reviewer', `/notices/${id}`);
    await page.locator('.target-row.current').waitFor();
    await press('f');
    const triage = page.getByRole('region', { name: 'Triage' });
    await triage.getByText('5 of 5 answered').waitFor();
    await press('2');
    await triage.getByText('Nothing proves who sent it.').waitFor();
    expect(await triage.getByLabel('Sender').locator('option').allTextContents()).toEqual(['Unverified', 'Rejected']);
    await press('w');
    const dialog = page.getByRole('dialog', { name: 'Who sent this notice?' });
    await dialog.getByText('Nobody has checked the sender yet.').waitFor();
    await dialog.getByRole('button', { name: 'Signature' }).click();
    await dialog.getByText('It cannot be checked by eye').waitFor();
    await dialog.getByRole('button', { name: 'Call-back' }).click();
    await dialog
      .getByLabel('Contact called, from the directory')
      .selectOption({ label: 'letters: in-meity@authority.example' });
    const sheet = await dialog.getByRole('link', { name: 'Print the call-back sheet' }).getAttribute('href');
    expect(sheet).toBe(`/v1/notices/${id}/call-back-sheet?language=en`);
    await dialog.getByLabel('contact from the directory, not from the document').check();
    await dialog.getByRole('button', { name: 'Confirmed: sent by the authority' }).click();
    await dialog.getByLabel('What was seen or said, and by whom').fill('Spoke to the desk officer.');
    await dialog.getByRole('button', { name: 'Record check' }).click();
    await page.getByText('Sender confirmed.').waitFor();
    await press('w');
    await dialog.getByText('in-meity@authority.example: Spoke to the desk officer.').waitFor();
    expect(await notice.read()).toMatchObject({ authenticity: 'signer_verified' });
    await press('Escape');
    await page.getByRole('link', { name: /^Review/ }).click();
    await page.getByRole('button', { name: 'Evidence…' }).click();
    const evidence = page.getByRole('dialog', { name: 'Is this notice genuine?' });
    await evidence.getByText('The sender was confirmed with open points on the checklist.').waitFor();
    await evidence.getByText(/^Based on: signer or superior confirmed/).waitFor();
    await evidence.getByText(/Left open: signer or superior confirmed/).waitFor();
    expect(faults).toEqual([]);
    await close();
  });
});

describe('notice URL', () => {
  test('accepts a notice number, and links to the queue for an unknown one', async () => {
    const { id, notice } = await anOrderWithRemarks('Named by its number');
    const { number } = await notice.read();
    const { page, close } = await open('reviewer', `/notices/${String(number).toLowerCase()}/timeline`);
    await page.getByRole('heading', { level: 1, name: 'Named by its number' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/notices/${id}/timeline`);
    await page.goto('/notices/N-1999-000001');
    await page.getByText('There is no such notice.').waitFor();
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
    await page.getByRole('main').getByRole('link', { name: 'Go to the queue' }).click();
    await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor();
    await close();
  });
});

describe('target filter and selection', () => {
  test('opens by a click on its title in the queue, with its targets and an address of its own', async () => {
    const subject = 'Opened by a click';
    const { id } = await anOrderWithRemarks(subject);
    const { page, faults, close } = await open('reviewer', '/');
    await page.getByRole('link', { name: subject }).click();
    await page.locator('.target-row').first().waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`/notices/${id}`);
    expect(faults).toEqual([]);
    await page.goto(`/notices/${id}?open=${id}`);
    await page.locator('.target-row').first().waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  test('filters targets by chip and text together; the URL keeps both through reload and back', async () => {
    const { id } = await anOrderWithRemarks('Filtered');
    const { page, press, faults, close } = await open('reviewer', `/notices/${id}`);
    await page.locator('.target-row.current').waitFor();
    await press('/');
    await page.keyboard.type('spam');
    await page.getByText('10 of 31').waitFor();
    expect(new URL(page.url()).search).toBe('?q=spam');
    await press('Escape');
    await page.getByRole('button', { name: /^Protected/ }).click();
    await page.getByText('0 of 31').waitFor();
    expect(await page.getByRole('button', { name: /^Protected/ }).getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByRole('textbox', { name: 'Filter the targets' }).inputValue()).toBe('spam');
    await page.reload();
    await page.getByText('0 of 31').waitFor();
    await page.getByRole('button', { name: 'Clear filter text' }).click();
    await page.getByText('1 of 31').waitFor();
    expect(new URL(page.url()).search).toBe('?protected=any');
    await page.goBack();
    await page.getByText('0 of 31').waitFor();
    await page.goBack();
    await page.getByText('10 of 31').waitFor();
    expect(await page.getByRole('textbox', { name: 'Filter the targets' }).inputValue()).toBe('spam');
    expect(faults).toEqual([]);
    await close();
  });

  test('selects all filtered targets by the header checkbox or keys, and shows a partial selection as mixed', async () => {
    const { id } = await anOrderWithRemarks('All of it');
    const { page, press, close } = await open('reviewer', `/notices/${id}?q=spam`);
    await page.getByText('10 of 31').waitFor();
    const all = page.getByRole('checkbox', { name: 'Select all 10 in this list' });
    await page.locator('.target-row.current').click();
    await press('x');
    expect(await all.getAttribute('aria-checked')).toBe('mixed');
    await all.focus();
    await press('Space');
    await page.getByText('All 10 in this list are selected').waitFor();
    expect(await all.getAttribute('aria-checked')).toBe('true');
    await press('Space');
    expect(await all.getAttribute('aria-checked')).toBe('false');
    await close();
  });

  test('moves to the next undecided target within a filter, and says when all are decided', async () => {
    const { id } = await anOrderWithRemarks('One after another');
    const { page, press, close } = await open('reviewer', `/notices/${id}?q=spam`);
    await page.getByText('10 of 31').waitFor();
    await press('x', 'Shift+J', 'Shift+J');
    await page.getByText('3 selected').waitFor();
    await press('1', '1');
    await page.locator('.hits li', { hasText: '3 will change' }).waitFor();
    await press('Enter');
    await page.locator('.message', { hasText: 'drafted for 3 targets' }).waitFor();
    await page.locator('.target-row.current', { hasText: '0024' }).waitFor();
    await page.getByText('3 of 31 decided').waitFor();
    await page.getByRole('button', { name: /^All/ }).click();
    await page.getByRole('button', { name: 'Clear filter text' }).click();
    await press('Control+a', '1', '1');
    await page.locator('.hits .guard-ink', { hasText: '1 protected: needs counsel' }).waitFor();
    await press('Enter');
    await page.locator('.message', { hasText: 'drafted for' }).waitFor();
    await page.getByRole('button', { name: /^Undecided/ }).click();
    await page.getByText('All 31 are decided. Submit them for approval.').waitFor();
    await close();
  });
});

describe('decision panel', () => {
  test('shows the target in full with the authority’s remark, and keeps the choice through a reload', async () => {
    const { id } = await anOrderWithRemarks('Kept');
    const { page, press, close } = await open('reviewer', `/notices/${id}?protected=any`);
    const about = page.getByRole('region', { name: 'Target details' });
    await about.getByText(`${PRESS}-Kept`).waitFor();
    await about.getByText('Headline of 4 February').waitFor();
    await about.getByText('URL').waitFor();
    await press('5', '6', 'n');
    await page.keyboard.type('A newspaper reports.');
    await page.reload();
    await page.getByRole('radio', { checked: true }).waitFor();
    expect(await page.getByRole('radio', { checked: true }).textContent()).toContain('Push back');
    expect(await page.getByRole('checkbox', { name: 'Protected speech' }).getAttribute('aria-checked')).toBe('true');
    expect(await page.getByRole('textbox', { name: 'Note to the approver' }).inputValue()).toBe('A newspaper reports.');
    await page.locator('.hits li', { hasText: '1 will change' }).waitFor();
    await page.locator('.target-row.current').focus();
    await press('Enter');
    await page.locator('.message', { hasText: 'Push back drafted' }).waitFor();
    await page.reload();
    await page.locator('.target-row.current').waitFor();
    expect(await page.getByRole('radio', { checked: true }).count()).toBe(0);
    await close();
  });

  test.each([
    ['en-GB', 1440],
    ['de', 1440],
    ['fr', 1440],
    ['de', 1024],
    ['de', 390],
  ])('keeps the affected targets above its button, and both inside the panel: %s, %d px', async (locale, width) => {
    const { id } = await anOrderWithRemarks(`Inside ${locale} ${width}`);
    const { page, press, close } = await open('reviewer', `/notices/${id}`, { locale, width });
    await page.locator('.target-row.current').waitFor();
    await press('Control+a', '2');
    await page.locator('.hits .guard-ink').waitFor();
    const foot = page.locator('.panel-foot');
    const button = foot.locator('.button.primary');
    expect(await leaves(button, foot)).toBe(false);
    expect(await leaves(button.locator('.keys'), button)).toBe(false);
    const [hits, pressed] = [await measureBox(page.locator('.hits')), await measureBox(button)];
    expect(hits.bottom).toBeLessThanOrEqual(pressed.y + 1);
    if (width > 900) expect(pressed.bottom).toBeLessThanOrEqual(900);
    await close();
  });
});

test('shows previous decisions on the same target', async () => {
  const [before, now] = [await anOrderWithRemarks('Twice'), await anOrderWithRemarks('Twice')];
  await before.notice.decide({ all: true }, 'push_back');
  await before.notice.submit();
  await before.notice.approve();
  await before.notice.approve('counsel');
  await eventually(
    async () => (await desk.call('reviewer', 'GET', `/v1/notices/${before.id}/targets?limit=1`)).body.items,
    ([target]) => target.status !== 'submitted',
  );
  const { page, close } = await open('reviewer', `/notices/${now.id}?protected=any`);
  const about = page.getByRole('region', { name: 'Target details' });
  await about.getByText('Other notices').waitFor();
  await about.getByText('Push back').waitFor();
  await about.getByRole('link', { name: (await before.notice.read()).number }).waitFor();
  await close();
});

test('does not assign a notice on a submit key pressed before a person is chosen', async () => {
  const { id, notice } = await anOrderWithRemarks('To whom');
  const { page, press, close } = await open('reviewer', `/notices/${id}`);
  await page.locator('.target-row.current').waitFor();
  await press('s');
  const dialog = page.getByRole('dialog', { name: /^Assign 1 notice/ });
  await dialog.getByRole('combobox', { name: 'Person' }).waitFor();
  await press('Control+Enter');
  expect(await dialog.isVisible()).toBe(true);
  expect(await dialog.getByRole('button', { name: 'Assign' }).getAttribute('aria-disabled')).toBe('true');
  expect((await notice.read()).assignee).toBeNull();
  await close();
});

describe('document pane', () => {
  test.each([1180, 1024, 390])('overlays the targets if there is no room beside them: %d px', async (width) => {
    const { id } = await anOrderWithRemarks(`Paper ${width}`);
    const { page, press, close } = await open('reviewer', `/notices/${id}`, { width });
    await page.locator('.target-row.current').waitFor();
    const targets = page.getByRole('region', { name: 'Targets', exact: true });
    const before = await measureBox(targets);
    const pane = page.getByRole('region', { name: 'Document', exact: true });
    expect(await pane.isVisible()).toBe(false);
    await page.getByRole('button', { name: /^Document/ }).click();
    await pane.getByRole('button', { name: 'Close' }).waitFor();
    expect(await measureBox(targets)).toEqual(before);
    expect((await measureBox(pane)).right).toBeLessThanOrEqual(width);
    await press('Escape');
    await pane.waitFor({ state: 'hidden' });
    expect(await page.locator('.target-row.current').isVisible()).toBe(true);
    await press('d');
    await pane.waitFor();
    await press('d');
    await pane.waitFor({ state: 'hidden' });
    await close();
  });

  test('says that a notice has no pictures when they are requested', async () => {
    const { id } = await anOrderWithRemarks('No pictures');
    const { page, press, close } = await open('reviewer', `/notices/${id}`);
    await page.locator('.target-row.current').waitFor();
    await press('v');
    await page.locator('.message', { hasText: 'This notice has no pictures or videos.' }).waitFor();
    await close();
  });
});

describe('clock strip', () => {
  test.each([
    ['en-GB', 1440],
    ['de', 1440],
    ['fr', 1440],
    ['de', 1180],
    ['en-GB', 1024],
    ['fr', 390],
  ])('shows every clock without overlap and under a unique name: %s, %d px', async (locale, width) => {
    const { id } = await anOrderWithRemarks(`Clocks ${locale} ${width}`);
    const { page, close } = await open('reviewer', `/notices/${id}`, { locale, width });
    await page.locator('.clock-strip > li').nth(5).waitFor();
    const strip = page.locator('.clock-strip');
    const names = await strip.locator('.clock-name b').allTextContents();
    expect(new Set(names).size).toBe(names.length);
    for (const cell of await strip.locator('> li').all()) {
      expect(await leaves(cell, strip)).toBe(false);
      expect(await leaves(cell.locator('.clock-how'), cell)).toBe(false);
      const beside = await cell.locator('.clock-value > :visible').all();
      for (const [place, part] of beside.slice(1).entries()) {
        expect((await measureBox(part)).x).toBeGreaterThanOrEqual((await measureBox(beside[place] ?? part)).right - 1);
      }
    }
    await close();
  });

  test('explains beside a clock how its date was reached, with UTC and the notifications sent', async () => {
    const { id } = await anOrderWithRemarks('How');
    const { page, press, close } = await open('reviewer', `/notices/${id}`);
    await page.getByRole('button', { name: 'How? Comply' }).click();
    const receipt = page.getByRole('dialog', { name: /^Comply: how this date was calculated/ });
    await receipt.getByText('The order says within 26 hours.').waitFor();
    await receipt.getByText(/UTC\. .* left\./).waitFor();
    await receipt.getByText('Nobody yet.').waitFor();
    for (const part of await receipt.locator('dl, header').allTextContents()) {
      expect(part).not.toMatch(/\d{4}-\d\d-\d\dT|[a-z]_[a-z]|\d hour /);
    }
    const strip = await measureBox(page.locator('.clock-strip'));
    expect((await measureBox(receipt)).y).toBeGreaterThanOrEqual(strip.bottom - 3);
    await press('Escape');
    await receipt.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('How?');
    await close();
  });
});

test.each(['de-DE', 'fr-FR'])('cuts no status of a target and no date of a clock in %s', async (locale) => {
  const { id } = await anOrderWithRemarks(`Whole ${locale}`);
  const { page, close } = await open('reviewer', `/notices/${id}`, { locale });
  await page.locator('.target-row.current').waitFor();
  const cut = await page
    .locator('.target-row > *:not(.locator, .ground)')
    .evaluateAll((cells) =>
      cells
        .filter((cell) => cell.textContent !== '' && cell.scrollWidth > cell.clientWidth + 1)
        .map((cell) => cell.textContent),
    );
  expect(cut).toEqual([]);
  const half = await page.locator('time.clock-due').evaluateAll((dates) =>
    dates
      .filter((date) => {
        const text = document.createRange();
        text.selectNodeContents(date);
        const box = date.getBoundingClientRect();
        const isShown = [...text.getClientRects()].some(({ top, width }) => width > 1 && top < box.bottom - 1);
        return isShown && date.scrollWidth > date.clientWidth + 1;
      })
      .map((date) => date.textContent),
  );
  expect(half).toEqual([]);
  await close();
});

async function printed(page: Page): Promise<string> {
  const { text } = await extractText(new Uint8Array(await page.pdf({ preferCSSPageSize: true })), { mergePages: true });
  return text.replaceAll(/\s+/g, '');
}

test('shows a submission’s extent and required approvals, leads its approvers there, and lists every row', async () => {
  const { id, notice } = await anOrderWithRemarks('The whole way');
  await notice.decide({ q: 'farmer' }, 'withhold');
  await notice.decide({ q: 'spam' }, 'remove_rules');
  await notice.decide({ protected: 'any' }, 'push_back');
  const author = await open('reviewer', `/notices/${id}`);
  await author.page.locator('.target-row.current').waitFor();
  await author.press('Control+Enter');
  const dialog = author.page.getByRole('dialog', { name: 'Submit for approval?' });
  await dialog.getByText('20 withheld in India, 10 removed everywhere (policy), 1 pushed back.').waitFor();
  await dialog.getByText(/Needs 1 approval: one approver \(Approver Demo/).waitFor();
  const unread = /No lawyer who is a native speaker has reviewed/;
  expect(await dialog.getByText(unread).count()).toBe(0);
  await dialog.getByRole('combobox', { name: 'Language of the letters' }).selectOption({ label: 'Türkçe (Turkish)' });
  await dialog.getByText(unread).first().waitFor();
  await dialog.getByText(/Yazınızda yer alan öğeler incelenmiştir/).waitFor();
  await author.press('Control+Enter');
  await author.page.waitForURL(`**/notices/${id}/approval`);
  await author.close();

  const { page, press, close } = await open('approver', `/notices/${id}`);
  expect(await page.getByRole('button', { name: 'Submit for approval' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Read the submission' }).click();
  await page.getByRole('heading', { level: 1, name: 'Submission 1 of “The whole way”' }).waitFor();
  await page.locator('.flags b', { hasText: '10 removals apply everywhere' }).waitFor();
  await page.getByText('The order covers India.').waitFor();
  await page.locator('.flags b', { hasText: '2 letters not reviewed by a native-speaking lawyer' }).waitFor();
  await page.getByRole('button', { name: /^Letters/ }).click();
  expect(await page.locator('.letters').getByText(unread).count()).toBe(2);
  await page.getByRole('button', { name: 'What it decides' }).click();
  expect(await page.locator('.clock-strip > li:not(.clock-more)').count()).toBe(2);
  await page.getByText('14 more like these').waitFor();
  // Rows not yet on the screen are loaded meanwhile.
  await eventually(
    async () => (await printed(page)).match(/@(farmer|spam)_The_whole_way_\d{4}/g)?.length,
    (found) => found === ACCOUNTS,
  );
  const print = await printed(page);
  for (const word of ['morelikethese', 'readsthistoo']) expect(print).not.toContain(word);
  await page.getByRole('textbox', { name: /number/i }).fill('30');
  await press('Enter');
  await page.locator('.message', { hasText: 'Approved' }).waitFor();
  await notice.reaches('in_force');
  await close();

  const after = await open('counsel', `/notices/${id}`);
  await after.page.locator('.target-row', { hasText: '0001' }).getByText('in force, Legal basis met').waitFor();
  await after.page.getByRole('link', { name: 'Letters' }).click();
  await after.page.getByText('The current drafts would send no letter.').waitFor();
  expect(await after.page.locator('.letter-line', { hasText: 'Report of effect' }).count()).toBe(1);

  await after.page.goto(`/notices/${id}/enforcement`);
  await after.page.locator('[data-row]').first().waitFor();
  await after.page.getByRole('button', { name: 'Select all 30' }).click();
  await after.page.getByRole('combobox', { name: 'Cause' }).selectOption('order_lapsed');
  await after.page.getByText(/Nobody but you has recorded an end date/).waitFor();
  await after.page.getByRole('button', { name: /for approval$/ }).waitFor();
  expect(await after.page.getByRole('button', { name: /now$/ }).count()).toBe(0);

  await after.page.goto(`/notices/${id}/timeline`);
  await after.page.getByText('20 targets decided: Withhold').waitFor();
  await after.page.evaluate(() => {
    for (const entry of document.querySelectorAll('details')) entry.open = true;
  });
  const text = (await after.page.locator('.spine').innerText())
    .replaceAll(/(sha256:|<)\S+/g, '')
    .replaceAll(/@\S+/g, '');
  expect(text).not.toMatch(/[a-z]_[a-z]|\d{4}-\d\d-\d\dT|level \d/);
  await after.close();
});
