import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  type ConsolePage,
  followReading,
  goTo,
  keepPicture,
  openConsole,
  signIn,
  startDeskAndBrowser,
} from '../support/browser/a-browser.js';
import { compareTree, readTree } from '../support/browser/tree.js';
import { violations } from '../support/browser/axe.js';
import { accounts, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { type DemoRole, type RunningDesk } from '../support/running-desk.js';

/** Accessibility checks, small windows, hostile text, and the screenshots for the documentation. */
let desk: RunningDesk;
let browser: Browser;
let order: { id: string };
beforeAll(async () => {
  [desk, browser] = await startDeskAndBrowser({ DESK_DEMO: 'on' });
  const items = await eventually(
    async () => (await desk.call('reviewer', 'GET', '/v1/notices?stage=review&limit=5')).body.items,
    (found) => found.some(({ counts }: { counts: { targets: number } }) => counts.targets === 1178),
    120_000,
  );
  order = items.find(({ counts }: { counts: { targets: number } }) => counts.targets === 1178);
});
afterAll(async () => {
  await browser?.close();
  await desk?.discard();
});

const SCREENS = [
  { name: 'queue', role: 'reviewer', path: () => '/', shows: '.queue-row.current' },
  { name: 'notice', role: 'reviewer', path: () => `/notices/${order.id}`, shows: '.target-row.current' },
  { name: 'triage', role: 'reviewer', path: () => `/notices/${order.id}/triage`, shows: '.triage-open' },
  { name: 'letters', role: 'reviewer', path: () => `/notices/${order.id}/letters`, shows: 'h1' },
  { name: 'approval', role: 'approver', path: () => `/notices/${order.id}/approval`, shows: 'h1' },
  { name: 'enforcement', role: 'counsel', path: () => `/notices/${order.id}/enforcement`, shows: 'h1' },
  { name: 'conversations', role: 'reviewer', path: () => `/notices/${order.id}/conversations`, shows: 'h1' },
  { name: 'for-me', role: 'counsel', path: () => '/for-me', shows: 'main h1' },
  { name: 'dashboard', role: 'counsel', path: () => '/reports?tab=dashboard', shows: '.dashboard .figure svg' },
  { name: 'timeline', role: 'reviewer', path: () => `/notices/${order.id}/timeline`, shows: 'h1' },
  { name: 'linked', role: 'reviewer', path: () => `/notices/${order.id}/linked`, shows: 'h1' },
  { name: 'ops', role: 'ops', path: () => '/ops', shows: 'main h1' },
  { name: 'intake', role: 'intake', path: () => '/intake', shows: 'main h1' },
  { name: 'restrictions', role: 'auditor', path: () => '/restrictions', shows: 'main h1' },
  { name: 'authorities', role: 'admin', path: () => '/authorities', shows: 'main h1' },
  { name: 'people', role: 'admin', path: () => '/people', shows: 'main h1' },
  { name: 'rulebook', role: 'counsel', path: () => '/rulebook', shows: 'main h1' },
  { name: 'reports', role: 'auditor', path: () => '/reports', shows: 'main h1' },
  { name: 'audit', role: 'auditor', path: () => '/audit', shows: 'main h1' },
  { name: 'outbox', role: 'auditor', path: () => '/outbox', shows: 'main h1' },
] as const;

type Watched = ConsolePage & { drawn: () => Promise<void> };

async function watched(opening: Promise<ConsolePage>): Promise<Watched> {
  const opened = await opening;
  return { ...opened, drawn: followReading(opened.page) };
}

async function turnTo({ page, drawn }: Watched, path: string): Promise<void> {
  await goTo(page, path);
  await drawn();
}

async function settled(page: Page, shows: string): Promise<void> {
  await page.locator(shows).first().waitFor({ state: 'attached' });
  await eventually(
    () => page.locator('.skeleton').count(),
    (count) => count === 0,
  );
  await page.waitForTimeout(300);
}

describe.each([
  // Between them only the side bar changes (places.test.ts).
  { colorScheme: 'light', widths: [1440, 720], colours: false },
  // A theme changes only colours.
  { colorScheme: 'dark', widths: [1440], colours: true },
] as const)('accessibility in the $colorScheme theme', ({ colorScheme, widths, colours }) => {
  const people = new Map<string, Watched>();
  afterAll(async () => {
    for (const { close } of people.values()) await close();
  });

  async function openWindow(role: DemoRole, path: string): Promise<Watched> {
    const open = people.get(role);
    if (open === undefined) {
      const opened = await watched(signIn(browser, desk, { role, path, colorScheme, bypassCSP: true }));
      people.set(role, opened);
      return opened;
    }
    await turnTo(open, path);
    return open;
  }

  test('sign-in page has no accessibility fault', async () => {
    const { page, close } = await openConsole(browser, desk, { colorScheme, bypassCSP: true });
    await page.goto('/sign-in');
    await page.getByRole('link', { name: /Counsel Demo/ }).waitFor();
    expect(await violations(page, { colours })).toEqual([]);
    await keepPicture(page, `sign-in-${colorScheme}`);
    await close();
  });

  test.each(SCREENS)('screen $name has no accessibility fault', async ({ name, role, path, shows }) => {
    const { page, faults } = await openWindow(role, path());
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await settled(page, shows);
      expect({ width, found: await violations(page, { colours }) }).toEqual({ width, found: [] });
      if (width === 1440) await keepPicture(page, `${name}-${colorScheme}`);
      if (width === 1440 && !colours) {
        const { kept, now } = compareTree(name, await readTree(page));
        expect(now).toBe(kept);
      }
    }
    expect(faults.splice(0)).toEqual([]);
  });

  test('dialogs over a notice have no accessibility fault', async () => {
    const { page, press, faults } = await openWindow('reviewer', `/notices/${order.id}`);
    await page.setViewportSize({ width: 1440, height: 900 });
    await settled(page, '.target-row.current');
    const dialog = page.locator('[role=dialog], [role=alertdialog]');
    const open: [string, () => Promise<void>][] = [
      ['assign', () => press('s')],
      ['note', () => press('Shift+N')],
      ['more acts', () => press('.')],
      ['keys', () => press('?')],
      ['palette', () => press('Control+k')],
      ['history of a target', () => press('h')],
      ['settings', () => page.getByRole('button', { name: 'Settings' }).click()],
      [
        'receipt of a clock',
        () =>
          page
            .getByRole('button', { name: /^How\?/ })
            .first()
            .click(),
      ],
    ];
    for (const [name, act] of open) {
      await act();
      await dialog.first().waitFor();
      expect({ name, found: await violations(page, { colours }) }).toEqual({ name, found: [] });
      const isCut = await dialog
        .locator('.body')
        .evaluateAll((bodies) => bodies.some((body) => body.scrollWidth > body.clientWidth));
      expect({ name, isCut }).toEqual({ name, isCut: false });
      await press('Escape');
      await dialog.first().waitFor({ state: 'detached' });
    }
    expect(faults.splice(0)).toEqual([]);
  });
});

test('no screen scrolls sideways in a window of 360 px (400 % zoom)', async () => {
  const wide: string[] = [];
  for (const role of new Set(SCREENS.map((screen) => screen.role))) {
    const open = await watched(signIn(browser, desk, { role, viewport: { width: 360, height: 740 } }));
    const { page, close } = open;
    for (const { name, path, shows } of SCREENS.filter((screen) => screen.role === role)) {
      await turnTo(open, path());
      await settled(page, shows);
      const [needs, has] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      if (needs > has + 1) wide.push(`${name}: ${needs} px`);
    }
    await close();
  }
  expect(wide).toEqual([]);
});

describe('target list', () => {
  test.each([
    [1440, 900],
    [720, 900],
    [360, 740],
  ])(
    'renders only a screenful of a long order in a window of %i × %i, with the cursor row visible',
    async (width, height) => {
      const { page, press, close } = await signIn(browser, desk, {
        role: 'reviewer',
        path: `/notices/${order.id}`,
        viewport: { width, height },
      });
      await page.locator('.target-row.current').waitFor();
      expect(await page.locator('.virtual > .target-row').count()).toBeLessThan(60);
      await press('End');
      const last = page.locator('.target-row.current', { hasText: '1178' });
      await last.waitFor();
      const isSeen = await last.evaluate((row) => {
        const { left, top, bottom } = row.getBoundingClientRect();
        return [top + 2, bottom - 2].every((y) => row.contains(document.elementFromPoint(left + 4, y)));
      });
      expect(isSeen).toBe(true);
      expect(await page.locator('.virtual > .target-row').count()).toBeLessThan(60);
      await close();
    },
  );

  test('has no accessibility fault while its rows are loading', async () => {
    const { page, close } = await signIn(browser, desk, { role: 'reviewer', bypassCSP: true });
    await page.route('**/targets?limit=100&*', () => undefined);
    await page.goto(`/notices/${order.id}`);
    await page.locator('.virtual > .target-row').first().waitFor();
    expect(await page.locator('.target-row.current').count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await close();
  });
});

describe('content written by an authority', () => {
  const HOSTILE = [
    '<script>window.ranBy = 1</script>',
    '<img src=x onerror="window.ranBy=1">',
    '"><svg onload=window.ranBy=1>',
    "';window.ranBy=1;//",
    'javascript:window.ranBy=1',
    '{{constructor.constructor("window.ranBy=1")()}}',
    '<a href="javascript:window.ranBy=1">press</a>',
    '<iframe srcdoc="<script>parent.ranBy=1</script>"></iframe>',
    '</title><script>window.ranBy=1</script>',
    '\u202Egnp.exe <style>*{display:none}</style>',
  ];

  test('never runs, becomes a link or violates the content policy, on any screen', async () => {
    const text = HOSTILE.join(' ');
    const { body, status } = await receive(desk, {
      subject: text.replace('\u202E', '').slice(0, 400),
      body: text,
      reference: HOSTILE[0],
      authority: { name: HOSTILE[1], country: 'IN', email: 'desk@authority.example' },
      targets: [
        ...HOSTILE.map((locator) => ({ type: 'account', locator, note: locator })),
        { type: 'url', locator: 'https://evil.example/"onmouseover="window.ranBy=1', note: HOSTILE[0] },
        ...accounts(2),
      ],
    });
    expect(status).toBe(201);
    const screens = ['', '/letters', '/approval', '/enforcement', '/timeline', '/linked'].map(
      (part) => `/notices/${body.id}${part}`,
    );
    const { page, faults, close } = await signIn(browser, desk, { role: 'counsel', path: `/?open=${body.id}` });
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        (globalThis as unknown as { refusedBy: string[] }).refusedBy ??= [];
        (globalThis as unknown as { refusedBy: string[] }).refusedBy.push(event.violatedDirective);
      });
    });
    for (const path of ['/', `/?open=${body.id}`, ...screens, '/restrictions', '/audit', '/ops']) {
      await page.goto(path);
      await settled(page, 'main');
      const seen = await page.evaluate(() => ({
        ran: (globalThis as { ranBy?: number }).ranBy ?? null,
        refused: (globalThis as { refusedBy?: string[] }).refusedBy ?? [],
        links: [...document.querySelectorAll('a[href]')]
          .map((link) => link.getAttribute('href') ?? '')
          .filter((href) => /javascript:|evil\.example/.test(href)),
      }));
      expect({ path, ...seen }).toEqual({ path, ran: null, refused: [], links: [] });
    }
    expect(faults).toEqual([]);
    await close();
  });
});

test('shows Arabic text right to left, with names and numbers in their own order', async () => {
  const { body } = await receive(desk, { subject: 'حجب الحسابات التالية', body: 'يرجى حجب الحسابات', language: 'ar' });
  const { page, close } = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${body.id}` });
  const heading = page.getByRole('heading', { level: 1 });
  await heading.waitFor();
  expect(await heading.evaluate((node) => getComputedStyle(node).direction)).toBe('rtl');
  expect(
    await page
      .locator('.target-row .locator')
      .first()
      .evaluate((node) => getComputedStyle(node).direction),
  ).toBe('ltr');
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  const [side, main] = await page.evaluate(() => [
    document.querySelector('.side')?.getBoundingClientRect().left ?? 0,
    document.querySelector('.main')?.getBoundingClientRect().left ?? 0,
  ]);
  expect(side).toBeGreaterThan(main ?? 0);
  await close();
});

test('hides pictures of a notice until requested, and shows them blurred', async () => {
  const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const documents = [{ name: 'evidence.png', mediaType: 'image/png', contentBase64: PIXEL }];
  const { body } = await receive(desk, { subject: 'With a picture', documents });
  const { page, press, faults, close } = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${body.id}` });
  await page.getByRole('link', { name: 'evidence.png' }).waitFor();
  await page.locator('.target-row.current').waitFor();
  expect(await page.locator('img').count()).toBe(0);
  await press('v');
  const picture = page.getByRole('img', { name: 'evidence.png' });
  await eventually(
    () => picture.evaluate((node) => (node as HTMLImageElement).naturalWidth),
    (width) => width === 1,
  );
  expect(await picture.evaluate((node) => getComputedStyle(node).filter)).toContain('blur');
  await press('v');
  await picture.waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
  await close();
});

test('previews the notice under the cursor on Space in a small window; a key moves to the neighbouring notice', async () => {
  const { page, press, close } = await signIn(browser, desk, {
    role: 'reviewer',
    viewport: { width: 1024, height: 800 },
  });
  await page.locator('.queue-row.current').waitFor();
  const peek = page.getByRole('complementary', { name: 'Selected notice' });
  expect(await peek.count()).toBe(0);
  await press('Space');
  await peek.getByRole('heading', { level: 2 }).waitFor();
  await press('Escape');
  await peek.waitFor({ state: 'detached' }).catch(() => undefined);
  expect(await peek.count()).toBe(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await press('Enter');
  await page.locator('.bar', { hasText: /1 of \d/ }).waitFor();
  const first = page.url();
  await press(']');
  await page.locator('.bar', { hasText: /2 of \d/ }).waitFor();
  await press('[');
  await page.waitForURL(first);
  await close();
});
