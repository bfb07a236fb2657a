import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from '../../../bench/rig/browser.js';
import { startDesk, type DemoRole, type RunningDesk } from '../running-desk.js';

export async function startDeskAndBrowser(settings: Record<string, string> = {}): Promise<[RunningDesk, Browser]> {
  const [desk, browser] = await Promise.allSettled([startDesk(settings), startBrowser()]);
  if (desk.status === 'fulfilled' && browser.status === 'fulfilled') return [desk.value, browser.value];
  if (desk.status === 'fulfilled') await desk.value.discard();
  if (browser.status === 'fulfilled') await browser.value.close();
  throw desk.status === 'rejected' ? desk.reason : (browser as PromiseRejectedResult).reason;
}

export function withDeskAndBrowser(
  take: (desk: RunningDesk, browser: Browser) => void,
  settings: Record<string, string> = {},
): void {
  let started: [RunningDesk, Browser] | undefined;
  beforeAll(async () => {
    started = await startDeskAndBrowser(settings);
    take(...started);
  });
  afterAll(async () => {
    const [desk, browser] = started ?? [];
    await browser?.close();
    await desk?.discard();
  });
}

const PICTURES = process.env['CONSOLE_PICTURES'];

/** Writes a picture into the folder `CONSOLE_PICTURES`, and none without it: encoding takes as long as the checks. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

export interface ConsolePage {
  page: Page;
  /** Errors in the page: failed scripts and requests refused by the content security policy. */
  faults: string[];
  press: (...keys: string[]) => Promise<void>;
  close: () => Promise<void>;
}

export function followReading(page: Page): () => Promise<void> {
  const reading = new Set<unknown>();
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') reading.add(request);
  });
  const ended = (request: unknown) => void reading.delete(request);
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  return async () => {
    let isDrawn = false;
    while (!isDrawn) {
      while (reading.size > 0) await page.waitForTimeout(5);
      isDrawn = await page.evaluate(
        () =>
          new Promise<boolean>((resolve) =>
            requestAnimationFrame(() =>
              requestAnimationFrame(() => resolve(document.querySelector('.skeleton') === null)),
            ),
          ),
      );
      isDrawn &&= reading.size === 0;
    }
  };
}

/** Navigates within the console without a reload, which takes five times the work. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => window.history.pushState(null, '', to), path);
}

export async function openConsole(
  browser: Browser,
  desk: RunningDesk,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'Asia/Kolkata',
    reducedMotion: 'reduce',
    baseURL: desk.file().api,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(`policy: ${message.text()}`);
  });
  return {
    page,
    faults,
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    close: () => context.close(),
  };
}

export async function signIn(
  browser: Browser,
  desk: RunningDesk,
  { role, path = '/', ...options }: { role: DemoRole; path?: string } & BrowserContextOptions,
): Promise<ConsolePage> {
  const opened = await openConsole(browser, desk, options);
  await opened.page.goto(`/auth/sign-in?${new URLSearchParams({ person: role, next: path }).toString()}`);
  await opened.page.locator('nav.side').waitFor({ state: 'attached' });
  return opened;
}
