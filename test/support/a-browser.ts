import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { DemoRole, RunningDesk } from './running-desk.js';

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];

/** CHROME_PATH, else a browser on PATH, else the one that comes with the test dependencies (Linux on x64). */
export async function startBrowser(): Promise<Browser> {
  const own = process.env['CHROME_PATH'] ?? findOnPath();
  if (own !== undefined) return chromium.launch({ executablePath: own });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser for the console tests: install Chromium or Chrome, or set CHROME_PATH to one.');
  }
  const { default: bundled } = await import('@sparticuz/chromium');
  // One process for all pages would end with the first page that is closed.
  const args = bundled.args.filter((arg) => !/^--(single-process|no-zygote)/.test(arg));
  return chromium.launch({ executablePath: await bundled.executablePath(), args: [...args, '--no-zygote'] });
}

function findOnPath(): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

export interface ConsolePage {
  page: Page;
  /** What went wrong in the page: scripts that failed, refused requests of the content security policy. */
  faults: string[];
  /** Presses keys one after another, as `j`, `Shift+J`, `Control+Enter`. */
  press: (...keys: string[]) => Promise<void>;
  close: () => Promise<void>;
}

/** The console in a browser context of its own, at the door. */
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
  page.setDefaultTimeout(30_000);
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

/** The console with one of the demo people signed in through the issuer. */
export async function signIn(
  browser: Browser,
  desk: RunningDesk,
  { role, path = '/', ...options }: { role: DemoRole; path?: string } & BrowserContextOptions,
): Promise<ConsolePage> {
  const opened = await openConsole(browser, desk, options);
  await opened.page.goto(`/auth/sign-in?${new URLSearchParams({ person: role, next: path }).toString()}`);
  await opened.page.getByRole('navigation', { name: 'Main', exact: true }).waitFor({ state: 'attached' });
  return opened;
}
