import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { deskByKeys, findRow, OF_THE_UNION, type KeysOnly } from './by-keys.js';
import { keepPicture, signIn } from '../support/browser/a-browser.js';
import { violations } from '../support/browser/axe.js';
import { accounts, followNotice } from '../support/orders.js';
import { eventually } from '../support/eventually.js';

/** Rare tasks, done by keyboard only. One draft in five gets a second review. */
const here = deskByKeys({ DESK_SECOND_REVIEW_PERCENT: '20', DESK_MASS_TARGETS: '2' });
const { windowOf, get, order } = here;
const fetchNotice = (id: string) => get(`/v1/notices/${id}`);

async function goTo({ page, press, type }: KeysOnly, name: string): Promise<void> {
  await press('Control+k');
  await page.getByRole('dialog', { name: 'Search or go to…' }).waitFor();
  await type(name);
  await page.locator('[cmdk-item][aria-selected=true]', { hasText: name }).waitFor();
  await press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function drafted(id: string, action: string, extra: Record<string, unknown> = {}) {
  const notice = followNotice(here.desk, id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, action, extra);
  const waiting = (await get(`/v1/notices/${id}/second-reviews?limit=200`, 'reviewer2')).items;
  const targets = waiting.map(({ no }: { no: number }) => no);
  await notice.command('reviewer2', 'second-review', { targets, action, grounds: ['legal_basis_met'] });
  return notice;
}

test('second review of sampled drafts is blind; a differing draft is decided again and submitted', async () => {
  const { id, number } = await order({ subject: 'Read twice', targets: accounts(10, 'twice') });
  const notice = followNotice(here.desk, id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  const first = await windowOf('reviewer', `/notices/${id}`);
  await first.page.locator('.target-row.current').waitFor();
  await first.press('Control+Enter');
  await first.page.getByRole('dialog', { name: 'Submit for approval?' }).waitFor();
  await first.press('Control+Enter');
  await first.page.getByText('2 targets wait for a second review by another reviewer').waitFor();
  await first.press('Escape');

  const second = await windowOf('reviewer2');
  await findRow(second, number, '.queue-row');
  await second.press('Enter');
  await second.page.locator('.target-row.current').waitFor();
  await second.page.getByText('to review', { exact: true }).first().waitFor();
  await second.push(/^Second review/, { role: 'link' });
  const unread = second.page.locator('.target-row.to-read:not(.head)');
  await second.page.locator('.target-row.to-read.current').waitFor();
  expect(await unread.count()).toBe(2);
  expect(await unread.first().textContent()).not.toContain('Withhold');
  const visited = await signIn(here.browser, here.desk, {
    role: 'reviewer2',
    path: `/notices/${id}/second-review`,
    bypassCSP: true,
  });
  await visited.page.locator('.target-row.to-read.current').waitFor();
  expect(await violations(visited.page)).toEqual([]);
  await keepPicture(visited.page, 'second-review');
  await visited.close();
  const [one, two] = (await unread.allTextContents()).map((text) => Number(/\d{4}/.exec(text)?.[0]));
  // While one slow read hangs, the next notice can already be read.
  let answer = () => undefined as void;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await second.page.route('**/clocks?*', async (route) => {
    await held;
    await route.continue();
  });
  await second.press('1', '1', 'Enter');
  await second.said('Reviewed: 1 target. Your decision matches the first one.');
  await unread.nth(1).waitFor({ state: 'detached' });
  await second.press('x', '5', '1', 'n');
  await second.type('Criticism of a law.');
  await second.press('Escape');
  await second.focusPlace();
  await second.press('Enter');
  await second.said(`Decided differently at first: 000${two}`.replace('00010', '0010'));
  answer();
  await second.page.getByText('No targets in this notice are waiting for your review.').waitFor();
  await second.focusPlace();

  await first.press('Control+Enter');
  await first.page.getByRole('dialog', { name: 'Submit for approval?' }).waitFor();
  await first.press('Control+Enter');
  await first.page.getByText(`1 differ from the second review (${two})`).waitFor();
  await first.press('Escape');
  await notice.decide({ targets: [two] }, 'push_back');
  await first.page.locator('.target-row', { hasText: 'Push back' }).waitFor();
  expect(one).not.toBe(two);
  // With fewer acting drafts the sample is smaller: all it asks for is reviewed.
  for (const { no } of (await get(`/v1/notices/${id}/second-reviews?limit=200`, 'reviewer2')).items)
    await notice.command('reviewer2', 'second-review', {
      targets: [no],
      action: 'withhold',
      grounds: ['legal_basis_met'],
    });
  await first.press('Control+Enter');
  await first.page.getByRole('dialog', { name: 'Submit for approval?' }).waitFor();
  await first.press('Control+Enter');
  await first.said('Submission 1 is waiting for approval');
});

test('shows unreadable lines of a list to reviewer and approver, and offers them as a file', async () => {
  const { id } = await order({ subject: 'A broken list', targets: [], targetsFollow: true });
  const list = 'Handle;Grund\n@broken_list_1;x\n;y\n@broken_list_2;z\n@broken_list_1;x\n';
  const added = await here.desk.call('intake', 'POST', `/v1/notices/${id}/targets`, list, {
    'content-type': 'text/csv',
    'idempotency-key': 'broken-list',
  });
  expect(added.body).toMatchObject({ accepted: 2, merged: 1, rejected: [{ line: 3 }] });
  const reviewer = await windowOf('reviewer', `/notices/${id}`);
  await reviewer.page.getByText('4 lines: 2 targets, 1 duplicates').waitFor();
  const file = reviewer.page.waitForEvent('download');
  await reviewer.push(/^Download with reasons/, { role: 'link' });
  expect(readFileSync(await (await file).path(), 'utf8')).toMatch(/^line,reason\r?\n3,/);
  const notice = await drafted(id, 'withhold');
  await notice.submit();
  const { page } = await windowOf('approver', `/notices/${id}/approval`);
  await page.getByText('1 line of the lists could not be read').waitFor();
});

test('lets counsel ratify an emergency enforcement', async () => {
  const { id } = await order({ ...OF_THE_UNION, orderedDeadline: undefined, targets: accounts(4, 'hour') });
  const notice = await drafted(id, 'withhold', { grounds: ['emergency_interim'], countries: ['DE'] });
  await notice.submit({ emergency: true });
  await notice.approve();
  await notice.reaches('in_force');
  const { push, said } = await windowOf('counsel', `/notices/${id}/approval`);
  await push(/^Ratify/);
  await said('Ratified.');
  expect((await fetchNotice(id)).ratification.state).toBe('ratified');
});

test('gives unnamed counsel timed break-glass access, and says beforehand who is notified', async () => {
  const secrecy = { level: 'gagged', people: ['role:reviewer', 'role:approver'] };
  const { id, number } = await order({ subject: 'Kept quiet', secrecy });
  const counsel = await windowOf('counsel', `/notices/${id}`);
  await counsel.push('Use break-glass access…');
  const dialog = counsel.page.getByRole('dialog', { name: 'Use break-glass access?' });
  await dialog.getByText('other counsel learn that it happened').waitFor();
  await counsel.write('Reason', 'Nobody who is named is here.', { within: dialog });
  await counsel.push('Use break-glass access', { within: dialog, exact: true });
  await counsel.said(/^You have access to this notice until/);
  await counsel.page.locator('.where', { hasText: number }).waitFor();
});

test('pauses enforcement with a reason and resumes it', async () => {
  const { id } = await order({ subject: 'The platform is down', targets: accounts(2, 'pause') });
  const notice = await drafted(id, 'withhold');
  await notice.submit();
  await here.desk.platform('/_double/faults', { seed: 1, down: true });
  await notice.approve();
  await notice.reaches('enforcement');
  const { page, press, type, push, said } = await windowOf('ops', `/notices/${id}/enforcement`);
  await page.getByRole('button', { name: /^Pause/ }).waitFor();
  await press('p');
  await page.getByRole('dialog', { name: 'Pause enforcement of this notice?' }).waitFor();
  await type('The platform asked us to wait.');
  await press('Control+Enter');
  await said('Paused.');
  await page.locator('blockquote', { hasText: 'The platform asked us to wait.' }).waitFor();
  await here.desk.platform('/_double/faults', { seed: 1 });
  await push(/^Resume/);
  await page.getByRole('dialog', { name: 'Resume enforcement?' }).waitFor();
  await type('They are ready.');
  await press('Control+Enter');
  await said('Resumed.');
  await notice.reaches('in_force');
});

test('moves through sent and previewed letters with arrow keys, and opens one as PDF', async () => {
  const { id } = await order({ subject: 'Letters', targets: accounts(2, 'letters') });
  const notice = await drafted(id, 'withhold');
  await eventually(
    () => notice.list('letters'),
    (letters) => letters.some(({ state }: { state: string }) => state === 'sent'),
  );
  const { page, press, walkTo } = await windowOf('reviewer', `/notices/${id}/letters`);
  const chosen = page.locator('.letter-line[aria-current=true]');
  await chosen.filter({ hasText: 'Acknowledgement' }).waitFor();
  await page.getByText('Receipt is not acceptance.').waitFor();
  await walkTo('link', 'Open as PDF');
  const pdf = page.context().waitForEvent('response', (response) => response.url().endsWith('/pdf'));
  await press('Enter');
  expect((await pdf).headers()['content-type']).toBe('application/pdf');
  await page.bringToFront();
  await press('j');
  await chosen.filter({ hasText: 'Report of effect' }).waitFor();
  await page.getByText('2 withheld', { exact: false }).waitFor();
});

describe('records, by keyboard', () => {
  test('adds a person, marks them absent with a delegate once counsel confirms, and ends the absence early', async () => {
    const keys = await windowOf('admin', '/people');
    const { page, press, write, walkTo, choose, push, said } = keys;
    await page.locator('.record-row.current').waitFor();
    await press('a');
    const joining = page.getByRole('dialog', { name: 'Add a person' });
    const within = { within: joining };
    await write('Name', 'Asha Rao', within);
    await write('Mail address', 'asha.rao@desk.example', within);
    await walkTo('checkbox', 'Reviewer', within);
    await press('Space', 'Control+Enter');
    await said('It must be confirmed by a second person, under Changes.');
    const second = await windowOf('counsel', '/changes');
    const confirm = async () => {
      await second.page.reload();
      await second.page.locator('.record-row.current').waitFor();
      await second.press('Enter');
      await second.push('Confirm');
      await second.said('Confirmed: Asha Rao.');
    };
    await confirm();
    await page.reload();
    await findRow(keys, 'asha.rao@desk.example');
    await press('Enter');
    await push('Mark absent…');
    const away = page.getByRole('dialog', { name: 'When is Asha Rao absent?' });
    await write('Until', 'in 3 days', { within: away });
    await choose('Substitute', /^Approver Demo/, { within: away });
    await push('Mark absent', { within: away });
    await said('It must be confirmed by a second person, under Changes.');
    await confirm();
    await page.reload();
    await findRow(keys, 'asha.rao@desk.example');
    await press('Enter');
    const absences = async () =>
      (await get('/v1/people?limit=200', 'admin')).items.find(({ name }: { name: string }) => name === 'Asha Rao')
        .absences;
    expect(await absences()).toMatchObject([{ substituteName: 'Approver Demo' }]);
    await push('End absence now');
    await said('Asha Rao is back.');
    expect(await absences()).toEqual([]);
  });

  test('filters the audit log by action and person, and opens an entry in full', async () => {
    const keys = await windowOf('auditor');
    const { page, press, choose, walkTo } = keys;
    await page.locator('.queue-row.current').waitFor();
    await goTo(keys, 'Audit');
    await page.locator('.record-row.current').waitFor();
    await choose('Action', 'Signed in');
    await choose('Who', 'Auditor Demo');
    await page.locator('.record-row.current', { hasText: 'Signed in' }).waitFor();
    await walkTo('row', /Signed in/);
    await press('Enter');
    const pane = page.getByRole('complementary', { name: 'Selected record' });
    await pane.getByText('Sign-in service').waitFor();
    await keys.push('Entry as stored');
    await pane.getByText('"action": "sign_in"').waitFor();
    await walkTo('button', /^Copy/, { within: pane });
  });

  test('finds a mail in the outbox and shows it down to its source', async () => {
    const { id, number } = await order({ subject: 'A mail of it', targets: accounts(1, 'mail') });
    const notice = followNotice(here.desk, id);
    await eventually(
      () => notice.list('letters'),
      (letters) => letters.some(({ state }: { state: string }) => state === 'sent'),
    );
    const keys = await windowOf('ops');
    await keys.page.locator('.queue-row.current').waitFor();
    await goTo(keys, 'Outbox');
    await findRow(keys, number);
    await keys.press('Enter');
    await keys.page.getByText('Receipt is not acceptance.').waitFor();
    await keys.push('Source', { by: 'Space' });
    await keys.page.getByRole('region', { name: 'Source' }).getByText('MIME-Version').waitFor();
  });

  test('finds a restriction in force by name, with the notice that holds it', async () => {
    const targets = accounts(2, 'held');
    const { id, number } = await order({ subject: 'It holds', targets });
    const notice = await drafted(id, 'withhold');
    await notice.submit();
    await notice.approve();
    await notice.reaches('in_force');
    const keys = await windowOf('auditor');
    await keys.page.locator('.queue-row.current').waitFor();
    await goTo(keys, 'Restrictions');
    await findRow(keys, targets[1]?.locator ?? '');
    await keys.press('Enter');
    await keys.push(number, { role: 'link' });
    await keys.page.getByRole('heading', { level: 1, name: 'It holds' }).waitFor();
    await keys.page.locator('[data-row]').first().waitFor();
    await keys.press('j', 'h');
    const history = keys.page.getByRole('dialog', { name: 'History of 0001' });
    await history.getByText('Received').waitFor();
    expect(await history.locator('li b').allTextContents()).toEqual([
      'Received',
      'Withhold drafted',
      'Submitted, submission 1',
      'Submission 1 approved',
      'Withhold on the platform: applied',
    ]);
    await history.getByText('Legal basis met, India').waitFor();
  });
});
