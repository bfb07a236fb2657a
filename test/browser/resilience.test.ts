import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import type { Browser, Page, Request } from 'playwright-core';
import { openConsole, signIn, withDeskAndBrowser } from '../support/browser/a-browser.js';
import { accounts, aStuckTarget, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let browser: Browser;
withDeskAndBrowser((...started) => ([desk, browser] = started));

const undecided = async (id: string): Promise<number> =>
  (await desk.call('reviewer', 'GET', `/v1/notices/${id}`)).body.counts.undecided;

function findPid(title: string): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((row) => row !== null);
  const own = rows.find(([, , parent, args]) => Number(parent) === desk.file().pid && args?.startsWith(title));
  if (own === undefined) throw new Error(`no ${title} below ${desk.file().pid}`);
  return Number(own[1]);
}

async function endSessions(): Promise<void> {
  const people = (await desk.call('admin', 'GET', '/v1/people?limit=200')).body.items;
  const reviewer = people.find(({ email }: { email: string }) => email === 'reviewer@desk.example');
  const ended = await desk.call('admin', 'DELETE', `/v1/people/${reviewer.id}/sessions`);
  expect(ended.status).toBe(204);
}

async function signInBeside(page: Page, person = /Reviewer Demo/): Promise<void> {
  const beside = page.waitForEvent('popup');
  await asksAgain(page).getByRole('button', { name: 'Sign in' }).click();
  const popup = await beside;
  await popup.getByRole('button', { name: person }).first().click();
}
const asksAgain = (page: Page) => page.getByRole('alertdialog', { name: 'Sign in again?' });
/** Drafting itself, not its preview. */
const isAct = (request: Request) => request.url().endsWith('/decide') && request.postDataJSON()?.preview !== true;

async function aboutToDraft(subject: string) {
  const { body } = await receive(desk, { subject, targets: accounts(5) });
  const reviewer = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${body.id}` });
  await reviewer.page.locator('.target-row.current').waitFor();
  await reviewer.press('Control+a', '1', '1');
  return { ...reviewer, id: body.id as string };
}

/** The session ends, and the draft request is the first to notice: all other requests wait until it has begun. */
async function draftAfterTheEnd(page: Page, press: (key: string) => Promise<void>): Promise<void> {
  const begun = page.waitForRequest(isAct);
  await page.route('**/v1/**', async (route) => {
    if (!isAct(route.request())) await begun;
    await route.fallback();
  });
  await endSessions();
  await press('Enter');
  await begun;
}

describe('expired console session', () => {
  test('loses no pending act: signing in beside the page completes it', async () => {
    const { page, press, close, id } = await aboutToDraft('Ends in the middle');
    await draftAfterTheEnd(page, press);
    await signInBeside(page);
    await page.locator('.message', { hasText: 'drafted for 5 targets' }).waitFor();
    expect(await undecided(id)).toBe(0);
    expect(await asksAgain(page).count()).toBe(0);
    await close();
  });

  test('asks for one sign-in only, even if a refusal arrives after the new sign-in', async () => {
    const { page, press, close, id } = await aboutToDraft('Refused late');
    let goOn = () => {};
    const signedIn = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const refusals: number[] = [];
    await page.route('**/decide', async (route) => {
      if (!isAct(route.request())) return route.fallback();
      const response = await route.fetch();
      refusals.push(response.status());
      await signedIn;
      await route.fulfill({ response });
    });
    await draftAfterTheEnd(page, press);
    await eventually(
      async () => refusals,
      (all) => all.length > 0,
    );
    const again = page.waitForResponse((response) => response.url().endsWith('/v1/session') && response.ok());
    // Another request of the page notices first.
    await press('h');
    await asksAgain(page).waitFor();
    await signInBeside(page);
    await again;
    await asksAgain(page).waitFor({ state: 'detached' });
    goOn();
    await page.locator('.message', { hasText: 'drafted for 5 targets' }).waitFor();
    expect(refusals).toEqual([401, 200]);
    expect(await asksAgain(page).count()).toBe(0);
    expect(await undecided(id)).toBe(0);
    await close();
  });

  test('does not complete a pending act for another person, but does for its own once they sign in', async () => {
    const { page, press, close, id } = await aboutToDraft('Taken up by another');
    await draftAfterTheEnd(page, press);
    await signInBeside(page, /Reviewer2 Demo/);
    await asksAgain(page)
      .getByText(/Reviewer2 Demo/)
      .waitFor();
    expect(await undecided(id)).toBe(5);
    const own = await page.context().newPage();
    await own.goto('/auth/sign-in?person=reviewer&next=/signed-in');
    await page.locator('.message', { hasText: 'drafted for 5 targets' }).waitFor();
    expect(await asksAgain(page).count()).toBe(0);
    expect(await undecided(id)).toBe(0);
    await close();
  });

  test('completes the pending act even if the sign-in window cannot broadcast that it is done', async () => {
    const { page, press, close, id } = await aboutToDraft('Says nothing');
    await page.context().addInitScript(() => {
      BroadcastChannel.prototype.postMessage = () => undefined;
    });
    await draftAfterTheEnd(page, press);
    await signInBeside(page);
    await page.locator('.message', { hasText: 'drafted for 5 targets' }).waitFor();
    expect(await undecided(id)).toBe(0);
    await close();
  });
});

test('keeps a theme chosen before the stored settings have loaded', async () => {
  const { page, close } = await openConsole(browser, desk);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/v1/me/settings', async (route) => {
    if (route.request().method() === 'GET') await held;
    await route.continue();
  });
  await page.goto('/auth/sign-in?person=auditor&next=/');
  const answered = page.waitForResponse(
    (response) => response.url().endsWith('/v1/me/settings') && response.request().method() === 'GET',
  );
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  answer();
  await (await answered).finished();
  // A late answer has been handled once the page has reacted to something else.
  await page.getByRole('button', { name: 'Compact', exact: true }).click();
  expect(await page.evaluate(() => Object.fromEntries(Object.entries(document.documentElement.dataset)))).toEqual({
    theme: 'dark',
    density: 'compact',
  });
  await close();
});

describe('sign-out', () => {
  test('ends the session at the issuer too, without a prompt, and asks the next person who they are', async () => {
    const { page, faults, close } = await signIn(browser, desk, { role: 'reviewer' });
    const issuerCookies = async () =>
      (await page.context().cookies()).filter(({ name }) => name.startsWith('nd_issuer_session'));
    expect(await issuerCookies()).not.toEqual([]);
    const signOut = async () => {
      const atIssuer = page.waitForEvent('framenavigated', (frame) => new URL(frame.url()).pathname === '/session/end');
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await atIssuer;
      await page.waitForURL((url) => url.origin === desk.file().api && url.pathname === '/sign-in');
    };
    await signOut();
    expect(await issuerCookies()).toEqual([]);

    await page.getByRole('link', { name: /Counsel Demo/ }).click();
    await page.locator('nav.side').waitFor();
    const { person } = await (await page.request.get('/v1/me')).json();
    expect(person.name).toContain('Counsel');

    // Without a hint the issuer asks who is signing in.
    await signOut();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Who is signing in?' }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });
});

test('keeps a moved cursor in place when the next undecided target arrives late after drafting', async () => {
  const { body } = await receive(desk, { subject: 'In a hurry', targets: accounts(12) });
  const { page, press, close } = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${body.id}` });
  await page.locator('.target-row.current').waitFor();
  let answer = () => undefined as void;
  const held = new Promise<void>((resolve) => (answer = resolve));
  const next = '**/targets?status=undecided&limit=1&*';
  await page.route(next, async (route) => {
    await held;
    await route.continue();
  });
  const answered = page.waitForResponse((response) => /status=undecided&limit=1&/.test(response.url()));
  await press('j', 'j', '1', '1');
  await page.locator('.hits li', { hasText: 'change' }).waitFor();
  await press('Enter');
  await page.locator('.message', { hasText: 'drafted for 1 target' }).waitFor();
  await press('Home');
  await page.locator('.target-row.current', { hasText: '0001' }).waitFor();
  answer();
  await answered;
  await press('j');
  await page.locator('.target-row.current', { hasText: '0002' }).waitFor();
  await page.unroute(next);
  await press('1', '1');
  await page.locator('.hits li', { hasText: 'change' }).waitFor();
  await press('Enter');
  // The cursor was not moved by hand: it moves on, past the drafted targets.
  await page.locator('.target-row.current', { hasText: '0004' }).waitFor();
  await close();
});

describe('lost connection', () => {
  test('is shown immediately; decisions made meanwhile wait and are sent once it is back', async () => {
    const { body } = await receive(desk, { subject: 'Offline for a while', targets: accounts(4) });
    const { page, press, close } = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${body.id}` });
    await page.locator('.target-row.current').waitFor();
    await press('Control+a', '1', '1');
    await page.locator('.hits li').first().waitFor();
    await page.context().setOffline(true);
    await page.getByText('No connection to the desk.').waitFor();
    await press('Enter');
    await page.getByRole('button', { name: 'Drafting…' }).waitFor();
    expect(await undecided(body.id)).toBe(4);
    await page.context().setOffline(false);
    await page.locator('.message', { hasText: 'drafted for 4 targets' }).waitFor();
    await page.getByText('No connection to the desk.').waitFor({ state: 'detached' });
    expect(await undecided(body.id)).toBe(0);
    await close();
  });
});

describe('unavailable worker', () => {
  test('leaves the console readable, with a banner that appears and clears by itself', async () => {
    const { body } = await receive(desk, { subject: 'Read without workers', targets: accounts(3) });
    const { page, close } = await signIn(browser, desk, { role: 'reviewer' });
    const worker = findPid('notice-desk-worker');
    process.kill(worker, 'SIGSTOP');
    try {
      await page.getByText(/The workers have been unavailable since/).waitFor({ timeout: 180_000 });
      await page.goto(`/notices/${body.id}`);
      await page.locator('.target-row.current').waitFor();
    } finally {
      process.kill(worker, 'SIGCONT');
    }
    await page.getByText(/The workers have been unavailable since/).waitFor({ state: 'detached', timeout: 180_000 });
    await close();
  });
});

describe('fired escalation step', () => {
  test('is acknowledged from the receipt of its clock, and escalates no further', async () => {
    const hour = 3_600_000;
    const { body } = await receive(desk, {
      subject: 'Half of its time is over',
      receivedAt: new Date(Date.now() - 4 * hour).toISOString(),
      issuedAt: new Date(Date.now() - 5 * hour).toISOString(),
      orderedDeadline: { within: 'PT6H' },
    });
    const fired = () =>
      desk
        .call('reviewer', 'GET', `/v1/notices/${body.id}/clocks`)
        .then(({ body: { items } }) => items.find(({ kind }: { kind: string }) => kind === 'comply').escalation[0]);
    await eventually(fired, ({ firedAt }) => firedAt !== null);
    const { page, close } = await signIn(browser, desk, { role: 'reviewer', path: `/notices/${body.id}` });
    await page.getByRole('button', { name: 'How? Comply' }).click();
    await page.getByRole('button', { name: /^Acknowledge/ }).click();
    await page.getByText(/acknowledged by Reviewer Demo/).waitFor();
    const me = (await desk.call('reviewer', 'GET', '/v1/me')).body.person;
    expect((await fired()).acknowledgedBy).toBe(me.id);
    await close();
  });
});

describe('stuck target', () => {
  test('is listed under Ops by its cause after its owner changed, and skipped there with a reason', async () => {
    const { notice, number } = await aStuckTarget(desk);
    const { page, close } = await signIn(browser, desk, { role: 'ops', path: '/ops' });
    const cause = page.locator('.cause', { hasText: number });
    await cause.waitFor();
    await cause.getByRole('button', { name: /^Skip/ }).first().click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('textbox').fill('The account was sold; the order names its former owner.');
    await dialog.getByRole('button', { name: /^Skip/ }).click();
    await cause.waitFor({ state: 'detached' });
    const skipped = (await notice.list('targets')).find(({ no }: { no: number }) => no === 2);
    expect(skipped.skipped.reason).toContain('sold');
    await close();
  });
});
