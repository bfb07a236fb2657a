import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openConsole, startDeskAndBrowser } from '../support/a-browser.js';
import { boxFaults } from '../support/boxes.js';
import type { DemoRole, RunningDesk } from '../support/running-desk.js';
import { startDesk } from '../support/running-desk.js';

const ROLES = ['intake', 'reviewer', 'approver', 'counsel', 'ops', 'auditor', 'admin'] as const;
const WIDTHS = [1440, 1024, 390] as const;
const LANGUAGES = ['en', 'de', 'fr'] as const;
const THEMES = ['light', 'dark'] as const;

let browser: Browser;
const desks: { empty?: RunningDesk; demo?: RunningDesk } = {};

beforeAll(async () => {
  [[desks.empty, browser], desks.demo] = await Promise.all([startDeskAndBrowser(), startDesk({ DESK_DEMO: 'on' })]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await Promise.all([desks.empty?.discard(), desks.demo?.discard()]);
}, 60_000);

/** A window on a desk that keeps what its log says, and knows when nothing more is being read. */
async function openWindow(desk: RunningDesk) {
  const { page, close } = await openConsole(browser, desk);
  const log: string[] = [];
  const reading = new Set<unknown>();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') log.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => log.push(`script: ${error.message}`));
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') reading.add(request);
  });
  const ended = (request: unknown) => void reading.delete(request);
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return {
    page,
    log,
    close,
    /** Nothing is being read, and what was read is drawn. */
    async settled() {
      do {
        while (reading.size > 0) await page.waitForTimeout(5);
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
        );
      } while (reading.size > 0 || (await page.locator('.skel-row').count()) > 0);
    },
  };
}
type Window = Awaited<ReturnType<typeof openWindow>>;

async function signIn(window: Window, role: DemoRole): Promise<void> {
  await window.page.goto(`/auth/sign-in?${new URLSearchParams({ person: role, next: '/start' }).toString()}`);
  await window.page.locator('nav.side').waitFor({ state: 'attached' });
  await window.settled();
}

/** Where the links of a place on the screen lead to. */
const linksOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));

/** Goes to an address of the console without loading it anew. */
async function go({ page, settled }: Window, path: string): Promise<void> {
  await page.evaluate((to) => window.history.pushState(null, '', to), path);
  await settled();
}

/** What is wrong with the boxes of the screen that is open, in each width and theme. */
async function faultsHere(window: Window, where: string): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await window.page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await window.settled();
    for (const theme of THEMES) {
      await window.page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
      faults.push(...(await boxFaults(window.page)).map((fault) => `${where}, ${width}, ${theme}: ${fault}`));
    }
  }
  await window.page.setViewportSize({ width: WIDTHS[0], height: 900 });
  return faults;
}

/** Sets the language as a person does, in the side bar. */
async function speak({ page, settled }: Window, language: string): Promise<void> {
  await page.locator('nav.side .lang select').first().selectOption(language);
  await page.locator(`html[lang=${language}]`).waitFor();
  await settled();
}

async function everyPlace(desk: RunningDesk, role: DemoRole): Promise<string[]> {
  const window = await openWindow(desk);
  await signIn(window, role);
  const places = [...new Set(await linksOf(window.page, 'nav.side a'))];
  expect(places.length).toBeGreaterThan(2);
  const faults: string[] = [];
  for (const language of LANGUAGES) {
    await speak(window, language);
    for (const place of places) {
      await go(window, place);
      faults.push(...(await faultsHere(window, `${place} as ${role}, ${language}`)));
    }
  }
  faults.push(...window.log.map((line) => `log as ${role}: ${line}`));
  await window.close();
  return faults;
}

describe.each(['empty', 'demo'] as const)('on the %s desk', (name) => {
  test.each(ROLES)(
    'every place in the side bar of %s shows all it says, in three widths, two themes and three languages, and the log is empty',
    async (role) => {
      expect(await everyPlace(desks[name] as RunningDesk, role)).toEqual([]);
    },
    120_000,
  );
});
