import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { deskByKeys, findRow, OF_THE_UNION, type KeysOnly } from './by-keys.js';
import { keepPicture, signIn } from '../support/browser/a-browser.js';
import { violations } from '../support/browser/axe.js';
import { accounts, followNotice } from '../support/orders.js';
import { eventually } from '../support/eventually.js';

/** What is done now and then, by somebody who has a keyboard and no pointer. One draft in five is read a second time. */
const here = deskByKeys({ DESK_SECOND_READ_PERCENT: '20', DESK_MASS_TARGETS: '2' });
const { windowOf, get, order } = here;
const noticeOf = (id: string) => get(`/v1/notices/${id}`);

/** Goes to a screen by its name. */
async function goTo({ page, press, type }: KeysOnly, name: string): Promise<void> {
  await press('Control+k');
  await page.getByRole('dialog', { name: 'Search, go to, act' }).waitFor();
  await type(name);
  await page.locator('[cmdk-item][aria-selected=true]', { hasText: name }).waitFor();
  await press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** A notice with its drafts, read by a second reviewer as they were decided. */
async function drafted(id: string, lane: string, extra: Record<string, unknown> = {}) {
  const notice = followNotice(here.desk, id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, lane, extra);
  const waiting = (await get(`/v1/notices/${id}/second-reads?limit=200`, 'reviewer2')).items;
  const targets = waiting.map(({ no }: { no: number }) => no);
  await notice.command('reviewer2', 'second-read', { targets, lane, grounds: ['legal_basis_met'] });
  return notice;
}

test('a sample of the drafts is read a second time, unseen; where it differs the draft is made anew and submitted', async () => {
  const { id, number } = await order({ subject: 'Read twice', targets: accounts(10, 'twice') });
  const notice = followNotice(here.desk, id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  const first = await windowOf('reviewer', `/notices/${id}`);
  await first.page.locator('.target-row.current').waitFor();
  await first.press('Control+Enter');
  await first.page.getByRole('dialog', { name: 'Submit for approval?' }).waitFor();
  await first.press('Control+Enter');
  await first.page.getByText('2 targets wait for a second read by another reviewer').waitFor();
  await first.press('Escape');

  const second = await windowOf('reviewer2');
  await findRow(second, number, '.queue-row');
  await second.press('Enter');
  await second.page.locator('.target-row.current').waitFor();
  await second.page.getByText('to be read', { exact: true }).first().waitFor();
  await second.push(/^Second read/, { role: 'link' });
  const unread = second.page.locator('.target-row.to-read:not(.head)');
  await second.page.locator('.target-row.to-read.current').waitFor();
  expect(await unread.count()).toBe(2);
  expect(await unread.first().textContent()).not.toContain('Withhold');
  const looked = await signIn(here.browser, here.desk, {
    role: 'reviewer2',
    path: `/notices/${id}/second-read`,
    bypassCSP: true,
  });
  await looked.page.locator('.target-row.to-read.current').waitFor();
  expect(await violations(looked.page)).toEqual([]);
  await keepPicture(looked.page, 'second-read');
  await looked.close();
  const [one, two] = (await unread.allTextContents()).map((text) => Number(/\d{4}/.exec(text)?.[0]));
  // Whatever is slow to be read anew, the next one can be read at once.
  let answer = () => undefined as void;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await second.page.route('**/clocks?*', async (route) => {
    await held;
    await route.continue();
  });
  await second.press('1', '1', 'Enter');
  await second.said('Read: 1 target. Decided so at first too.');
  await unread.nth(1).waitFor({ state: 'detached' });
  await second.press('x', '5', '1', 'n');
  await second.type('Criticism of a law.');
  await second.press('Escape');
  await second.focusPlace();
  await second.press('Enter');
  await second.said(`Decided otherwise at first: 000${two}`.replace('00010', '0010'));
  answer();
  await second.page.getByText('Nothing in this notice waits for your reading.').waitFor();
  await second.focusPlace();

  await first.press('Control+Enter');
  await first.page.getByRole('dialog', { name: 'Submit for approval?' }).waitFor();
  await first.press('Control+Enter');
  await first.page.getByText(`1 were reviewed with a different result (${two})`).waitFor();
  await first.press('Escape');
  await notice.decide({ targets: [two] }, 'push_back');
  await first.page.locator('.target-row', { hasText: 'Push back' }).waitFor();
  expect(one).not.toBe(two);
  // Fewer acting drafts are a smaller sample: what else it asks for is read too.
  for (const { no } of (await get(`/v1/notices/${id}/second-reads?limit=200`, 'reviewer2')).items)
    await notice.command('reviewer2', 'second-read', { targets: [no], lane: 'withhold', grounds: ['legal_basis_met'] });
  await first.press('Control+Enter');
  await first.page.getByRole('dialog', { name: 'Submit for approval?' }).waitFor();
  await first.press('Control+Enter');
  await first.said('Submission 1 waits for approval');
});

test('lines of a list that could not be read are told to reviewer and approver, and are a file away', async () => {
  const { id } = await order({ subject: 'A broken list', targets: [], targetsFollow: true });
  const list = 'Handle;Grund\n@broken_list_1;x\n;y\n@broken_list_2;z\n@broken_list_1;x\n';
  const added = await here.desk.call('intake', 'POST', `/v1/notices/${id}/targets`, list, {
    'content-type': 'text/csv',
    'idempotency-key': 'broken-list',
  });
  expect(added.body).toMatchObject({ accepted: 2, merged: 1, rejected: [{ line: 3 }] });
  const reviewer = await windowOf('reviewer', `/notices/${id}`);
  await reviewer.page.getByText('4 lines: 2 targets, 1 named twice').waitFor();
  const file = reviewer.page.waitForEvent('download');
  await reviewer.push(/^Get them with the reasons/, { role: 'link' });
  expect(readFileSync(await (await file).path(), 'utf8')).toMatch(/^line,reason\r?\n3,/);
  const notice = await drafted(id, 'withhold');
  await notice.submit();
  const { page } = await windowOf('approver', `/notices/${id}/approval`);
  await page.getByText('1 line of the lists could not be read').waitFor();
});

test('what was carried out in an emergency is ratified by counsel', async () => {
  const { id } = await order({ ...OF_THE_UNION, orderedDeadline: undefined, targets: accounts(4, 'hour') });
  const notice = await drafted(id, 'withhold', { grounds: ['emergency_interim'], countries: ['DE'] });
  await notice.submit({ emergency: true });
  await notice.approve();
  await notice.reaches('in_force');
  const { push, said } = await windowOf('counsel', `/notices/${id}/approval`);
  await push(/^Ratify/);
  await said('Ratified.');
  expect((await noticeOf(id)).ratification.state).toBe('ratified');
});

test('counsel who is not named breaks the glass for a time, and reads beforehand who is told', async () => {
  const secrecy = { level: 'gagged', people: ['role:reviewer', 'role:approver'] };
  const { id, number } = await order({ subject: 'Kept quiet', secrecy });
  const counsel = await windowOf('counsel', `/notices/${id}`);
  await counsel.push('Break the glass…');
  const dialog = counsel.page.getByRole('dialog', { name: 'Break the glass?' });
  await dialog.getByText('other counsel learn that it has happened').waitFor();
  await counsel.write('Reason', 'Nobody who is named is here.', { within: dialog });
  await counsel.push('Break the glass', { within: dialog, exact: true });
  await counsel.said(/^You may know of this notice until/);
  await counsel.page.locator('.where', { hasText: number }).waitFor();
});

test('enforcement is paused with a reason and goes on', async () => {
  const { id } = await order({ subject: 'The platform is down', targets: accounts(2, 'pause') });
  const notice = await drafted(id, 'withhold');
  await notice.submit();
  await here.desk.platform('/_double/faults', { seed: 1, down: true });
  await notice.approve();
  await notice.reaches('enforcement');
  const { page, press, type, push, said } = await windowOf('ops', `/notices/${id}/enforcement`);
  await page.getByRole('button', { name: /^Pause/ }).waitFor();
  await press('p');
  await page.getByRole('dialog', { name: 'Pause the enforcement of this notice?' }).waitFor();
  await type('The platform asked us to wait.');
  await press('Control+Enter');
  await said('Paused.');
  await page.locator('blockquote', { hasText: 'The platform asked us to wait.' }).waitFor();
  await here.desk.platform('/_double/faults', { seed: 1 });
  await push(/^Resume/);
  await page.getByRole('dialog', { name: 'Let the enforcement go on?' }).waitFor();
  await type('They are ready.');
  await press('Control+Enter');
  await said('Resumed.');
  await notice.reaches('in_force');
});

test('letters are passed by arrow, those sent and those the drafts would send; one is opened as PDF', async () => {
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

describe('the records', () => {
  test('a person joins, is marked absent with a substitute once counsel has confirmed it, and is back early', async () => {
    const keys = await windowOf('admin', '/people');
    const { page, press, write, walkTo, choose, push, said } = keys;
    await page.locator('.record-row.current').waitFor();
    await press('a');
    const joining = page.getByRole('dialog', { name: 'Who joins?' });
    const within = { within: joining };
    await write('Name', 'Asha Rao', within);
    await write('Mail address', 'asha.rao@desk.example', within);
    await walkTo('checkbox', 'Reviewer', within);
    await press('Space', 'Control+Enter');
    await said('It waits for a second person, under Changes.');
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
    const away = page.getByRole('dialog', { name: 'When is Asha Rao away?' });
    await write('Until', 'in 3 days', { within: away });
    await choose('Who stands in', /^Approver Demo/, { within: away });
    await push('Mark absent', { within: away });
    await said('It waits for a second person, under Changes.');
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

  test('the audit log is narrowed to what a person did, an entry is read whole', async () => {
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
    const pane = page.getByRole('complementary', { name: 'The record under the cursor' });
    await pane.getByText('Sign-in service').waitFor();
    await keys.push('The entry as it is kept');
    await pane.getByText('"action": "sign_in"').waitFor();
    await walkTo('button', /^Copy/, { within: pane });
  });

  test('a mail is found in the outbox and read down to its source', async () => {
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

  test('what is in force is found by name, with the notice that holds it', async () => {
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
    await history.getByText('Came in').waitFor();
    expect(await history.locator('li b').allTextContents()).toEqual([
      'Came in',
      'Withhold drafted',
      'Submitted, submission 1',
      'Submission 1 approved',
      'Withhold on the platform: applied',
    ]);
    await history.getByText('Legal basis met, India').waitFor();
  });
});
