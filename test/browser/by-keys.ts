import { afterEach, expect } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { openConsole, signIn, withDeskAndBrowser } from '../support/browser/a-browser.js';
import { receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { type DemoRole, type RunningDesk } from '../support/running-desk.js';

type Role = Parameters<Page['getByRole']>[0];

interface Sought {
  within?: Locator;
  back?: boolean;
  exact?: boolean;
}

export interface KeysOnly {
  /** For reading and waiting only, never to be clicked, filled or focused. */
  page: Page;
  /** Errors in the page, including any use of a pointer. */
  faults: string[];
  press: (...keys: string[]) => Promise<void>;
  type: (text: string) => Promise<void>;
  /**
   * Presses Tab until the element of this role and name has the focus. Fails if an element on the way shows no focus.
   */
  walkTo: (role: Role, name: string | RegExp, sought?: Sought) => Promise<void>;
  write: (name: string | RegExp, text: string, sought?: Sought & { role?: Role }) => Promise<void>;
  push: (name: string | RegExp, sought?: Sought & { role?: Role; by?: 'Enter' | 'Space' }) => Promise<void>;
  choose: (name: string | RegExp, option: string | RegExp, sought?: Sought) => Promise<void>;
  /** Waits for the message, and until the focus is back on a place that Tab continues from. */
  said: (text: string | RegExp) => Promise<void>;
  focusPlace: () => Promise<string>;
  close: () => Promise<void>;
}

/** More presses than the longest screen has tab stops. */
const MAX_PRESSES = 160;

/**
 * A desk for the tests of a file, with windows that must not use a pointer; an error in a window fails the test that
 * opened it.
 */
export function deskByKeys(settings: Record<string, string> = {}) {
  let desk: RunningDesk;
  let browser: Browser;
  const windows: KeysOnly[] = [];
  withDeskAndBrowser((...started) => ([desk, browser] = started), settings);
  afterEach(async () => {
    const faults = windows.flatMap((one) => one.faults);
    for (const { close } of windows.splice(0)) await close();
    expect(faults).toEqual([]);
  });
  const keep = async (opening: Promise<KeysOnly>) => {
    const keys = await opening;
    windows.push(keys);
    return keys;
  };
  return {
    get desk() {
      return desk;
    },
    get browser() {
      return browser;
    },
    windowOf: async (role: DemoRole, path = '/') => keep(signInByKeys(browser, desk, { role, path })),
    async atSignIn() {
      const opened = await openConsole(browser, desk);
      await opened.page.goto('/');
      return keep(guardPointer(opened));
    },
    get: async (path: string, role: DemoRole = 'counsel') => (await desk.call(role, 'GET', path)).body,
    async order(overrides: Record<string, unknown>): Promise<{ id: string; number: string }> {
      const { body, status } = await receive(desk, overrides);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body;
    },
  };
}

export async function signInByKeys(
  browser: Browser,
  desk: RunningDesk,
  options: Parameters<typeof signIn>[2],
): Promise<KeysOnly> {
  return guardPointer(await signIn(browser, desk, options));
}

/** An EU order: an hour to comply, and its clock may be paused. */
export const OF_THE_UNION = { kind: 'removal_order', authority: 'de-bka', jurisdiction: 'DE', regime: 'EU-TCO' };

export async function findRow(
  { page, press, type, focusPlace }: KeysOnly,
  text: string,
  row = '.record-row',
): Promise<void> {
  await page.locator(`${row}.current`).first().waitFor();
  await press('/');
  await press('Control+a');
  await type(text);
  await press('Enter');
  await page.locator(`${row}.current`, { hasText: text }).waitFor();
  await focusPlace();
}

async function guardPointer({
  page,
  faults,
  press,
  close,
}: Pick<KeysOnly, 'page' | 'faults' | 'press' | 'close'>): Promise<KeysOnly> {
  await page.exposeFunction('describePointer', (what: string) => void faults.push(`pointer: ${what}`));
  const watchPointer = () => {
    const userNotice = (event: Event) => {
      (globalThis as unknown as { describePointer: (what: string) => void }).describePointer(event.type);
    };
    // Not move events: the browser sends one itself when a page changes under a resting pointer.
    for (const type of ['pointerdown', 'mousedown', 'touchstart']) addEventListener(type, userNotice, true);
  };
  await page.addInitScript(watchPointer);
  await page.evaluate(watchPointer);
  const walkTo: KeysOnly['walkTo'] = (role, name, { within, back = false, exact = false } = {}) =>
    walk(page, (within ?? page).getByRole(role, { name, exact }), { what: `${role} ${String(name)}`, back });
  const focusPlace = () =>
    eventually(
      async () => (await page.evaluate(focused)).name,
      (name) => name !== '',
    );
  return {
    page,
    faults,
    press,
    close,
    walkTo,
    focusPlace,
    type: (text) => page.keyboard.type(text),
    async write(name, text, { role = 'textbox', ...sought } = {}) {
      await walkTo(role, name, sought);
      await press('Control+a');
      await page.keyboard.type(text);
    },
    async push(name, { role = 'button', by = 'Enter', ...sought } = {}) {
      await walkTo(role, name, sought);
      // The element may still be disabled by the previous action.
      await page.locator(':focus:not([aria-disabled=true])').waitFor();
      await press(by);
    },
    async choose(name, option, sought = {}) {
      await walkTo('combobox', name, sought);
      await choose(page, option);
    },
    async said(text) {
      await page.locator('.message', { hasText: text }).waitFor();
      // A dialog that is closing still has the keyboard.
      await page.locator('[role=dialog], [role=alertdialog]').waitFor({ state: 'detached' });
      await focusPlace();
    },
  };
}

function focused(): { name: string; isShown: boolean } {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return { name: '', isShown: true };
  const label = element.getAttribute('aria-label') ?? element.textContent ?? '';
  const name = `${element.getAttribute('role') ?? element.localName} “${label.replaceAll(/\s+/g, ' ').trim().slice(0, 40)}”`;
  // A field shows focus by its frame, a chip by the chip around it.
  const around = [element, element.closest('.field'), element.closest('.chip')].filter((part) => part !== null);
  const isFramed = around.some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
  });
  // An element outside the tab order was focused by the screen because the previous one has gone; it needs no frame.
  const isShown = isFramed || element.tabIndex < 0;
  return { name, isShown };
}

async function walk(page: Page, sought: Locator, { what, back }: { what: string; back: boolean }): Promise<void> {
  await sought.first().waitFor({ state: 'attached' });
  const isThere = () => sought.evaluateAll((found) => found.some((one) => one === document.activeElement));
  const passed: string[] = [];
  for (let presses = 0; !(await isThere()); presses += 1) {
    if (presses === MAX_PRESSES) throw new Error(`Tab does not lead to ${what}. Passed:\n${passed.join('\n')}`);
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const { name, isShown } = await page.evaluate(focused);
    if (!isShown) throw new Error(`${name} has the focus and does not show it.`);
    passed.push(name);
  }
}

async function choose(page: Page, option: string | RegExp): Promise<void> {
  const read = () =>
    page.evaluate(() => {
      const list = document.activeElement as HTMLSelectElement;
      return { at: list.selectedIndex, texts: [...list.options].map(({ text }) => text) };
    });
  const find = (texts: readonly string[]) =>
    texts.findIndex((text) => (typeof option === 'string' ? text === option : option.test(text)));
  // Some lists are read when their dialog opens.
  const { at, texts } = await eventually(read, (now) => find(now.texts) !== -1, 30_000);
  const wanted = find(texts);
  for (let place = at; place !== wanted; place += place < wanted ? 1 : -1) {
    await page.keyboard.press(place < wanted ? 'ArrowDown' : 'ArrowUp');
  }
  await eventually(read, (now) => now.at === wanted);
}
