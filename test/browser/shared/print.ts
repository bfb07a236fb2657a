import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { extractText } from 'unpdf';
import { signIn } from '../../support/browser/a-browser.js';
import { accounts, followNotice, receive } from '../../support/orders.js';
import { eventually } from '../../support/eventually.js';
import { browser, desk } from './desk.js';

let order: { id: string; number: string };
const locators = Array.from(
  { length: 30 },
  (_, at) =>
    `https://social.example/accounts/farmers-union-of-district-${at + 1}/posts/2021/02/04/longer-than-any-column`,
);

async function printed(page: Page): Promise<{ pages: string[]; text: string }> {
  const bytes = await page.pdf({ preferCSSPageSize: true });
  const { text } = await extractText(new Uint8Array(bytes), { mergePages: false });
  const pages = text.map((one) => one.replaceAll(/\s+/g, ''));
  return { pages, text: pages.join('') };
}

const open = (path: string) => signIn(browser, desk, { role: 'reviewer', path });
const BUTTONS = ['Submitforapproval', 'Assign', 'Copylink', 'How?', 'Signout', 'Ctrl'];

describe('printed console', () => {
  beforeAll(async () => {
    const { body } = await receive(desk, {
      subject: 'Blocking of posts',
      body: 'You are directed to block the posts below.',
      targets: locators.map((locator) => ({ type: 'url', locator })),
    });
    order = body;
    const notice = followNotice(desk, order.id);
    await notice.reaches('triage');
    await notice.decide({ all: true }, 'withhold');
    await notice.submit();
  });

  test('prints the review with number, time and zone, its clocks with instants, and every target in full', async () => {
    const { page, close } = await open(`/notices/${order.id}`);
    await page.getByText('farmers-union-of-district-9/').waitFor();
    const { pages, text } = await printed(page);
    for (const locator of locators) expect(text).toContain(locator);
    expect(pages[0]).toMatch(new RegExp(`${order.number}BlockingofpostsPrinted.*\\d\\d:\\d\\dISTbyReviewerDemo`));
    expect(text).toContain('Youaredirectedtoblocktheposts');
    expect(text.match(/due\w{3}\d/g)?.length).toBeGreaterThanOrEqual(4);
    for (const [at, one] of pages.entries()) {
      // The footer comes first in the text of a page.
      expect(one.startsWith(`${at + 1}/${pages.length}NoticeDesk·`)).toBe(true);
      expect(one.slice(0, 100)).toContain(order.number);
    }
    for (const button of BUTTONS) expect(text).not.toContain(button);
    await close();
  });

  test('prints each target on one page without cutting its row', async () => {
    const { page, close } = await open(`/notices/${order.id}`);
    await page.getByText('farmers-union-of-district-9/').waitFor();
    const { pages } = await printed(page);
    expect(pages.length).toBeGreaterThan(1);
    for (const locator of locators) expect(pages.filter((one) => one.includes(locator))).toHaveLength(1);
    await close();
  });

  test.each([
    ['timeline', 'Submitted for approval', ['Submittedforapproval,submission1', 'Approvalsneeded', 'sha256:']],
    ['approval', '24 more like these', ['Decisionsbyaction', 'Stillneeded:approver', ...locators]],
  ])('prints the %s with its content and without buttons', async (tab, shows, wanted) => {
    const { page, close } = await open(`/notices/${order.id}/${tab}`);
    await page.getByText(shows).first().waitFor();
    // Rows that are not on the screen are loaded for printing meanwhile.
    const { text } = await eventually(
      () => printed(page),
      ({ text: document }) => [order.number, ...wanted].every((one) => document.includes(one)),
    );
    expect(text).not.toContain('morelikethese');
    for (const button of BUTTONS) expect(text).not.toContain(button);
    await close();
  });

  test('prints the receipt of a clock alone, under the number of its notice', async () => {
    const { page, close } = await open(`/notices/${order.id}`);
    await page.locator('.clock-how').first().click();
    await page.getByRole('dialog').waitFor();
    const { pages, text } = await printed(page);
    expect(pages).toHaveLength(1);
    expect(text).toContain(order.number);
    expect(text).toContain('Decide:howthisdatewascalculated');
    expect(text).toContain('Timezones');
    expect(text).toContain('Due');
    for (const other of ['Copyreceipt', 'farmers-union', ...BUTTONS]) expect(text).not.toContain(other);
    await close();
  });

  test('prints a report with its period and tables', async () => {
    const { page, close } = await open('/reports');
    await page.getByRole('heading', { name: 'All groups' }).waitFor();
    const { text } = await printed(page);
    expect(text).toMatch(/ReportsPrinted.*IST/);
    expect(text).toContain('Allgroups');
    expect(text).not.toContain('SaveasPDF');
    await close();
  });

  test('prints in black ink whatever the screen theme', async () => {
    const { page, close } = await open('/');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Dark', exact: true }).click();
    await page.goto(`/notices/${order.id}`);
    await page.locator('.clock').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(0, 0, 0)');
    const inks = await page.locator('.clock').evaluateAll((all) => all.map((one) => getComputedStyle(one).color));
    expect([...new Set(inks)]).toEqual(['rgb(0, 0, 0)']);
    await close();
  });
});

describe('printed list longer than the screen', () => {
  test('is printed in full by Ctrl+P, and names the rows included when the browser prints it', async () => {
    const { body } = await receive(desk, { targets: accounts(250, 'long') });
    const { page, press, close } = await open(`/notices/${body.id}`);
    await page.locator('.target-row[aria-selected]').first().waitFor();
    const part = await printed(page);
    expect(part.text).toMatch(/Rows1to\d+of250\./);

    await page.evaluate(() => {
      window.print = () => {
        const rows = [...document.querySelectorAll('.target-row[aria-selected] .locator')].map(
          ({ textContent }) => textContent,
        );
        Object.assign(window, { rowsPrinted: rows });
      };
    });
    await press('Control+p');
    const rows = await eventually(
      () => page.evaluate(() => (window as { rowsPrinted?: string[] }).rowsPrinted ?? []),
      (all) => all.length > 0,
    );
    expect(rows).toHaveLength(250);
    expect(rows.at(-1)).toContain('_000250');
    // After printing, the screen renders few rows again.
    await eventually(
      () => page.locator('.target-row[aria-selected]').count(),
      (count) => count < 100,
    );
    await close();
  });
});
