import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { followReading, goTo, openConsole, startDeskAndBrowser } from '../support/browser/a-browser.js';
import { boxFaults } from '../support/browser/boxes.js';
import { eventually } from '../support/eventually.js';
import { accounts, followNotice, receive } from '../support/orders.js';
import { startDesk, type DemoRole, type RunningDesk } from '../support/running-desk.js';

const ROLES = ['intake', 'reviewer', 'approver', 'counsel', 'ops', 'auditor', 'admin'] as const;
const WIDTHS = [1440, 1024, 390] as const;
const LANGUAGES = ['en', 'de', 'fr'] as const;
const THEMES = ['light', 'dark'] as const;
type Language = (typeof LANGUAGES)[number];

let browser: Browser;
let empty: RunningDesk;
let demo: RunningDesk;

beforeAll(async () => {
  [[empty, browser], demo] = await Promise.all([startDeskAndBrowser(), startDesk({ DESK_DEMO: 'on' })]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([empty?.discard(), demo?.discard()]);
});

async function openWindow(desk: RunningDesk) {
  const { page, close } = await openConsole(browser, desk);
  const log: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') log.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => log.push(`script: ${error.message}`));
  return {
    page,
    log,
    close,
    settled: followReading(page),
  };
}
type Window = Awaited<ReturnType<typeof openWindow>>;

async function signIn(window: Window, role: DemoRole): Promise<void> {
  await window.page.goto(`/auth/sign-in?${new URLSearchParams({ person: role, next: '/start' }).toString()}`);
  await window.page.locator('nav.side').waitFor({ state: 'attached' });
  await window.settled();
}

async function listLinks(page: Page, selector: string): Promise<string[]> {
  const all = await page
    .locator(selector)
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  return [...new Set(all)];
}

async function go({ page, settled }: Window, path: string): Promise<void> {
  await goTo(page, path);
  await settled();
}

async function speak({ page, settled }: Window, language: Language): Promise<void> {
  await page.locator('nav.side .own-menu').click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('.language select').first().selectOption(language);
  await page.locator(`html[lang=${language}]`).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await settled();
}

async function faultsHere(
  { page }: Window,
  where: string,
  { widths = WIDTHS, themes = THEMES }: { widths?: readonly number[]; themes?: readonly string[] } = {},
): Promise<string[]> {
  const faults: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    // A theme changes only colours: checking its boxes in one width is enough.
    for (const theme of width === widths[0] ? themes : themes.slice(0, 1)) {
      await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
      faults.push(...(await boxFaults(page)).map((fault) => `${where}, ${width}, ${theme}: ${fault}`));
    }
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
  return faults;
}

async function emptyFaults({ page }: Window, where: string): Promise<string[]> {
  if (new URL(page.url()).search !== '') return [];
  const ways = page.getByRole('button', { name: /^(Clear filters|Filter aufheben|Effacer les filtres)$/ });
  return (await ways.count()) === 0 ? [] : [`${where}: offers to clear filters, and none is set`];
}

/**
 * Returns what is wrong at some addresses in every language, width and theme, and the console errors meanwhile. Each
 * address has all widths and themes in one language and one width in the others; roles share places, and the next role
 * covers the rest.
 */
async function faultsAt(
  window: Window,
  {
    role,
    paths,
    languages = LANGUAGES,
    inAllWidths = languages.length === 1,
  }: { role: DemoRole; paths: string[]; languages?: readonly Language[]; inAllWidths?: boolean },
): Promise<string[]> {
  const faults: string[] = [];
  for (const language of languages) {
    for (const [nth, path] of paths.entries()) {
      // Places show the full side bar; a notice folds it.
      if (nth === 0) {
        await go(window, '/rulebook');
        await speak(window, language);
      }
      await go(window, path);
      faults.push(...(await emptyFaults(window, `${path} as ${role}, ${language}`)));
      const turn = (nth + ROLES.findIndex((one) => one === role) + LANGUAGES.indexOf(language)) % WIDTHS.length;
      const seen = turn === 0 || inAllWidths ? {} : { widths: [WIDTHS[turn] ?? WIDTHS[0]], themes: [THEMES[0]] };
      faults.push(...(await faultsHere(window, `${path} as ${role}, ${language}`, seen)));
    }
  }
  return [...faults, ...window.log.map((line) => `log as ${role}: ${line}`)];
}

/** Places that a role has read in a language; another role that shares one reads it in one language only. */
const read = new Set<string>();

async function everyPlace(desk: RunningDesk, role: DemoRole, languages?: readonly Language[]): Promise<string[]> {
  const window = await openWindow(desk);
  await signIn(window, role);
  const paths = await listLinks(window.page, 'nav.side a');
  expect(paths.length).toBeGreaterThan(2);
  const own = ROLES.findIndex((one) => one === role) % LANGUAGES.length;
  const faults: string[] = [];
  for (const [nth, language] of (languages ?? [...LANGUAGES.slice(own), ...LANGUAGES.slice(0, own)]).entries()) {
    const unread = paths.filter((path) => nth === 0 || !read.has(`${language} ${path}`));
    if (unread.length > 0)
      faults.push(
        ...(await faultsAt(window, {
          role,
          paths: unread,
          languages: [language],
          inAllWidths: languages !== undefined,
        })),
      );
    if (languages === undefined) for (const path of paths) read.add(`${language} ${path}`);
  }
  await window.close();
  return faults;
}

describe('side bar screens on an empty and a demo desk, in three widths, two themes and three languages', () => {
  test.each(ROLES)(
    'show all their text to %s on every screen, with an empty browser log',
    async (role) => {
      // An empty desk shows little, and the same to all: each role reads it in a different language.
      const one = LANGUAGES[ROLES.indexOf(role) % LANGUAGES.length] ?? 'en';
      const [onEmpty, onDemo] = await Promise.all([everyPlace(empty, role, [one]), everyPlace(demo, role)]);
      expect({ onEmpty, onDemo }).toEqual({ onEmpty: [], onDemo: [] });
    },
    180_000,
  );
});

/** Nothing of the demo is in force any more: one more order that is, by our rules and by law. */
async function anOrderInForce(): Promise<void> {
  const { body } = await receive(demo, { subject: 'In force', targets: accounts(6, 'held') });
  const notice = followNotice(demo, body.id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ targets: [1, 2] }, 'remove_rules');
  await notice.decide({ targets: [6] }, 'push_back');
  await notice.decide({ targets: [3, 4, 5] }, 'withhold');
  await notice.submit();
  await notice.approve();
  await notice.reaches('in_force');
}

/** The paths of every tab, notice by notice. */
async function listTabs(window: Window): Promise<string[][]> {
  const { items } = (await demo.call('counsel', 'GET', '/v1/notices?limit=50')).body as { items: { id: string }[] };
  const tabs: string[][] = [];
  for (const { id } of items) {
    await go(window, `/notices/${id}`);
    tabs.push(await listLinks(window.page, '.tabs a'));
  }
  expect(tabs.flat().length).toBeGreaterThanOrEqual(items.length * 6);
  return tabs;
}

describe('notices of the demo, in three widths, two themes and three languages', () => {
  beforeAll(anOrderInForce);

  test('show all their text to a reviewer in every tab, each notice in another language, with an empty browser log', async () => {
    const window = await openWindow(demo);
    await signIn(window, 'reviewer');
    const tabs = await listTabs(window);
    const faults: string[] = [];
    for (const [nth, language] of LANGUAGES.entries()) {
      const paths = tabs.filter((_, at) => at % LANGUAGES.length === nth).flat();
      expect(paths.length).toBeGreaterThanOrEqual(6);
      faults.push(...(await faultsAt(window, { role: 'reviewer', languages: [language], paths, inAllWidths: false })));
    }
    expect(faults).toEqual([]);
    await window.close();
  }, 180_000);

  // All roles see much the same of a notice; those who only read see least.
  test.each([
    ['approver', 'de', 0],
    ['counsel', 'fr', 1],
    ['ops', 'en', 2],
  ] as const)(
    'show all their text to %s in every tab of some, with an empty browser log',
    async (role, language, rest) => {
      const window = await openWindow(demo);
      await signIn(window, role);
      const paths = (await listTabs(window)).filter((_, at) => at % 3 === rest).flat();
      expect(await faultsAt(window, { role, languages: [language], paths, inAllWidths: false })).toEqual([]);
      await window.close();
    },
    180_000,
  );
});

test('the dashboard shows all its figures with an empty browser log', async () => {
  const window = await openWindow(demo);
  await signIn(window, 'reviewer');
  const paths = ['/reports?tab=dashboard'];
  expect(await faultsAt(window, { role: 'reviewer', paths, inAllWidths: true })).toEqual([]);
  expect(await window.page.locator('.dashboard .figure svg').count()).toBeGreaterThanOrEqual(7);
  await window.close();
}, 180_000);

describe('an overdue notice with a long title', () => {
  const subject = 'Emergency direction: block two accounts and say within the minute what was done about each of them';
  let id: string;
  beforeAll(async () => {
    ({ id } = (
      await receive(demo, { subject, targets: accounts(2, 'overdue'), orderedDeadline: { within: 'PT5S' } })
    ).body);
    await eventually(followNotice(demo, id).read, ({ alert }) => alert.length > 0);
  });

  test('shows its whole title and what is overdue in the language of the reader, in three widths', async () => {
    const window = await openWindow(demo);
    await signIn(window, 'reviewer');
    expect(await faultsAt(window, { role: 'reviewer', paths: [`/notices/${id}`], inAllWidths: true })).toEqual([]);
    for (const [language, words] of [
      ['de', /überfällig/],
      ['fr', /en retard/],
      ['en', /overdue by/],
    ] as const) {
      await go(window, '/rulebook');
      await speak(window, language);
      await go(window, `/notices/${id}`);
      await window.page.locator('.alert-line', { hasText: words }).waitFor();
    }
    await window.close();
  }, 180_000);

  test('and all other rows of the queue show their marks in the compact density, in three widths', async () => {
    const window = await openWindow(demo);
    await signIn(window, 'reviewer');
    await speak(window, 'en');
    await go(window, '/');
    await window.page.evaluate(() => (document.documentElement.dataset['density'] = 'compact'));
    await window.page.locator('.queue-row', { hasText: 'Emergency direction' }).first().waitFor();
    expect(await faultsHere(window, 'compact queue', { themes: ['light'] })).toEqual([]);
    await window.close();
  }, 120_000);
});

describe('sign-in page', () => {
  test.each(LANGUAGES)(
    'shows all its text in %s, with no failed request in the browser log',
    async (language) => {
      const window = await openWindow(demo);
      await window.page.addInitScript((code) => {
        localStorage.setItem('notice-desk.settings', JSON.stringify({ language: code }));
      }, language);
      await window.page.goto('/');
      await window.page.waitForURL('**/sign-in');
      await window.settled();
      expect([...(await faultsHere(window, 'sign-in')), ...window.log]).toEqual([]);
      await window.close();
    },
    60_000,
  );
});

test('offers the countries of the whole authority directory as filters of the queue', async () => {
  const window = await openWindow(demo);
  await signIn(window, 'reviewer');
  // A person's language stays with them, and the tests before this one read the screens in all three.
  await speak(window, 'en');
  await go(window, '/');
  const { items } = (await demo.call('reviewer', 'GET', '/v1/authorities?limit=200')).body;
  const known = [...new Set(items.map(({ country }: { country: string }) => country))];
  const menu = window.page.getByRole('search').getByRole('combobox', { name: 'Country' });
  // The directory is read in the background.
  await menu.locator('option').nth(known.length).waitFor({ state: 'attached' });
  const offered = await menu
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(new Set(offered)).toEqual(new Set(['', ...known]));
  await window.close();
});

test('renders every screen for a browser whose language is a POSIX locale name', async () => {
  const window = await openWindow(demo);
  await window.page.addInitScript(() => {
    Object.defineProperty(navigator, 'language', { value: 'en-US@posix', configurable: true });
    Object.defineProperty(navigator, 'languages', { value: ['en-US@posix'], configurable: true });
  });
  await signIn(window, 'ops');
  for (const path of ['/ops', '/reports', '/']) {
    await go(window, path);
    await window.page.locator('main h1').waitFor();
  }
  await go(window, '/ops');
  await window.page.locator('.uplot canvas').first().waitFor();
  expect(window.log).toEqual([]);
  await window.close();
});
