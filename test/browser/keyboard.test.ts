import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { deskByKeys, findRow, OF_THE_UNION } from './by-keys.js';
import { copyOpenLaw } from '../support/law/open-law.js';
import { accounts, aStuckTarget, followNotice } from '../support/orders.js';
import { eventually } from '../support/eventually.js';

/** Every task of the console by keyboard only. One desk; each test brings its own notices. */
const book = copyOpenLaw();
afterAll(() => rmSync(book, { recursive: true, force: true }));
const here = deskByKeys({ DESK_RULEBOOK: book });
const { windowOf, get, order } = here;
const fetchNotice = (id: string) => get(`/v1/notices/${id}`);

describe('administration, by keyboard', () => {
  test('gives a person a role; makes a key in their name, shows it once and revokes it', async () => {
    const keys = await windowOf('admin');
    const { page, press, type, walkTo, push, said } = keys;
    await press('g', 'p');
    await findRow(keys, 'intake@desk.example');
    await press('Enter');
    await push('Change…');
    const dialog = page.getByRole('dialog', { name: /^Change Intake Demo/ });
    await walkTo('checkbox', 'Reviewer', { within: dialog });
    await press('Space');
    await push('Save person', { within: dialog });
    await said('It must be confirmed by a second person, under Changes.');
    const second = await windowOf('counsel', '/changes');
    await second.page.locator('.record-row.current').waitFor();
    await second.press('Enter');
    await second.push('Confirm');
    await second.said('Confirmed: Intake Demo.');
    const people = await get('/v1/people?limit=200', 'admin');
    expect(people.items.find(({ name }: { name: string }) => name === 'Intake Demo').roles).toEqual([
      'intake',
      'reviewer',
    ]);

    await page.reload();
    await findRow(keys, 'intake@desk.example');
    await press('Enter');
    await push('Create a key…');
    await page.getByRole('textbox', { name: 'Purpose' }).waitFor();
    await type('nightly export');
    await press('Enter');
    // For another person: counsel confirms, and the owner claims it, signed in.
    await said('It must be confirmed by a second person, under Changes.');
    await second.page.reload();
    await second.page.locator('.record-row.current').waitFor();
    await second.press('Enter');
    await second.push('Confirm');
    await second.said(/^Intake Demo gets the key after signing in/);
    const [change] = (await get('/v1/changes?state=confirmed&kind=key')).items;
    const owner = await windowOf('intake');
    await owner.page.goto(`/claim?change=${change.id}`);
    await owner.push('Get key');
    expect(await owner.page.getByRole('region', { name: 'The key' }).textContent()).toMatch(/^nd_\S{20,}$/);
    await page.reload();
    await findRow(keys, 'intake@desk.example');
    await press('Enter');
    await push('Revoke nightly export…');
    await push('Revoke', { within: page.getByRole('alertdialog') });
    await said('Revoked: nightly export');
    const made = (await get('/v1/keys?limit=200', 'admin')).items.find(
      ({ name }: { name: string }) => name === 'nightly export',
    );
    expect(made.revokedAt).not.toBeNull();
    await page.getByRole('button', { name: 'Revoke nightly export…' }).waitFor({ state: 'detached' });
    expect(await keys.focusPlace()).not.toBe('');
  });

  test('adds an authority with its letter address, and corrects it', async () => {
    const keys = await windowOf('admin');
    const { page, press, write, choose, push, said } = keys;
    await press('g', 'd');
    await page.locator('.record-row.current').waitFor();
    await press('a');
    const dialog = page.getByRole('dialog', { name: 'Add an authority' });
    const within = { within: dialog };
    await write(/^Id/, 'in-keys-cell', within);
    await write(/^Authority/, 'State Cyber Cell', within);
    await write(/^Country/, 'IN', within);
    await choose(/^Kind/, 'Police', within);
    await push('Add a contact', within);
    await write(/^Mail address/, 'cell@authority.example', within);
    await push('Save authority', within);
    await said('Saved: State Cyber Cell');
    await findRow(keys, 'State Cyber Cell');
    await press('Enter');
    await push('Change…');
    const again = page.getByRole('dialog', { name: /^Change State Cyber Cell/ });
    await write(/^Authority/, 'State Cyber Cell, Delhi', { within: again });
    await press('Enter');
    await said('Saved: State Cyber Cell, Delhi');
    const kept = (await get('/v1/authorities?limit=200')).items.find(({ id }: { id: string }) => id === 'in-keys-cell');
    expect(kept).toMatchObject({
      name: 'State Cyber Cell, Delhi',
      kind: 'police',
      contacts: [{ email: 'cell@authority.example' }],
    });
  });

  test('submits a changed rulebook as one person and approves it as another', async () => {
    const { id } = await order({ ...OF_THE_UNION, subject: 'Its clock will move' });
    const due = async () =>
      (await get(`/v1/notices/${id}/clocks`)).items.find(({ kind }: { kind: string }) => kind === 'comply').dueAt;
    const before = await due();
    const law = join(book, 'regimes/eu-tco.yaml');
    const hours = (amount: number) => `count: { amount: ${amount}, unit: hour, stop: true }`;
    writeFileSync(law, readFileSync(law, 'utf8').replace(hours(1), hours(2)));
    // The law changes when two people, one of them counsel, have approved the edition.
    await eventually(
      () => get('/v1/rulebook/editions'),
      ({ items }) => items.some(({ state }: { state: string }) => state === 'proposed'),
    );
    for (const role of ['counsel', 'admin'] as const) {
      const approver = await windowOf(role, '/rulebook?tab=editions');
      await approver.page.locator('.record-row', { hasText: 'pending' }).waitFor();
      await approver.page.locator('.record-row.current').waitFor();
      await approver.press('Enter');
      await approver.push('Approve edition');
      await approver.said(/: approval recorded\.$/);
    }
    await eventually(
      () => get('/v1/rulebook/revision?count=true'),
      ({ clocks }) => clocks > 0,
    );
    const reviewer = await windowOf('reviewer', '/rulebook');
    await reviewer.push('Open deadlines', { role: 'link' });
    await reviewer.page
      .getByText(/would move/)
      .first()
      .waitFor();
    await reviewer.write('Reason', 'The rules were amended.');
    await reviewer.push('Submit for approval');
    await reviewer.said('Submitted. Another person must approve it.');

    const admin = await windowOf('admin', '/rulebook?tab=revisions');
    await admin.page.locator('.record-row', { hasText: 'Revision 1' }).waitFor();
    await admin.press('j', 'Enter');
    await admin.push('Approve: move deadlines');
    await admin.said('Revision 1 approved');
    await eventually(due, (now) => Date.parse(now) - Date.parse(before) === 3_600_000);
  });

  test('records the review of a law by one counsel, and asks another counsel for the second', async () => {
    const counsel = await windowOf('counsel', '/rulebook');
    await findRow(counsel, 'IN-ITR-3-1-D');
    await counsel.press('Enter');
    await counsel.push('Review this law');
    await counsel.write('What you compared with what', 'Rule 3(1)(d) with the gazette.');
    await counsel.write('Your bar admission', 'Bar Council of Delhi, D/1');
    await counsel.write('Country of admission (two letters)', 'IN');
    await counsel.write('Scope of the review', 'Hosts of user content');
    await counsel.page
      .getByLabel('Valid until')
      .fill(new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10));
    await counsel.push('Record review');
    await counsel.said('Review recorded.');
    await counsel.page.getByText('You have reviewed it. Another counsel must too.').waitFor();
    const { items } = await get('/v1/rulebook/reviews?state=reviewed_once');
    expect(items).toMatchObject([{ id: 'IN-ITR-3-1-D', by: [{ name: 'Counsel Demo' }] }]);
  });
});

describe('notice workflow, by keyboard', () => {
  test('files a notice: authority from the directory, times in words, a pasted list with one corrected row', async () => {
    const { page, press, type, walkTo, write, choose, push, focusPlace } = await windowOf('intake', '/intake');
    // The directory arrives after the id was typed, as on a busy machine.
    let isTyped = false;
    await page.route(/\/v1\/authorities/, async (route) => {
      await eventually(
        () => isTyped,
        (typed) => typed,
      );
      await route.continue();
    });
    await page.reload();
    await write('Reference in the document', 'F.7(3)/2026');
    await walkTo('combobox', 'Name or id');
    await type('in-meity');
    isTyped = true;
    await page.getByText(/Information Technology, India, verified/).waitFor();
    await write('Search laws', '69A-normal', { role: 'searchbox' });
    await walkTo('radio', /proposed/);
    await press('ArrowDown');
    expect(await page.getByRole('radio', { name: /IN-69A-NORMAL/, checked: true }).count()).toBe(1);
    await write('Subject', 'Filed by keys');
    await write('Issued', 'yesterday 9am');
    await write('Served', 'yesterday 10am');
    await page.getByText(/, 09:00 .*UTC\)/).waitFor();
    await push('within', { by: 'Space' });
    await write('Within', '3 days');
    await page.getByText(/counted from service/).waitFor();
    await write('Paste a list', '@first_by_keys\n@second_by_keys\nhttps://\n');
    await page.getByText('Read the pasted list first, or clear it.').waitFor();
    await push('Read list');
    await page.getByText(/1 row with a problem/).waitFor();
    await focusPlace();
    await push('Only rows with a flag or problem');
    await write('Target of row 3', 'https://pages.example/third');
    expect(await page.getByRole('textbox', { name: 'Target of row 3' }).inputValue()).toBe(
      'https://pages.example/third',
    );
    await page.getByText(/1 row with a problem/).waitFor({ state: 'detached' });
    await push('Restricted', { by: 'Space' });
    await choose('People with access', 'everyone with the role Approver');
    await push('Add', { exact: true });
    await choose('People with access', 'everyone with the role Reviewer');
    await push('Add', { exact: true });
    await press('Control+Enter');
    await page.getByRole('heading', { name: /is filed/ }).waitFor();
    await push('Open notice', { role: 'link' });
    await page.getByRole('heading', { level: 1, name: 'Filed by keys' }).waitFor();
    await focusPlace();
    const { items } = await get('/v1/notices?q=F.7(3)/2026&limit=5');
    expect(items).toMatchObject([{ subject: 'Filed by keys', counts: { targets: 3 }, authority: { id: 'in-meity' } }]);
    expect((await fetchNotice(items[0].id)).secrecy).toMatchObject({
      level: 'restricted',
      people: ['role:approver', 'role:reviewer'],
    });
  });

  test('assigns two notices in bulk from the queue, and one from its own screen', async () => {
    const [one, two] = [await order({ subject: 'Bulk one' }), await order({ subject: 'Bulk two' })];
    const keys = await windowOf('reviewer');
    const { page, press, choose, push, said } = keys;
    await findRow(keys, 'Bulk', '.queue-row');
    await press('x', 'Shift+J');
    await page.getByText('2 selected').waitFor();
    await press('s');
    const dialog = page.getByRole('dialog', { name: 'Assign 2 notices?' });
    await choose('Person', /^Second Reviewer|^Reviewer Two|2/, { within: dialog });
    await push('Assign', { within: dialog });
    await said('Assigned 2 notices');
    await press('Enter');
    await page.locator('.target-row.current').waitFor();
    await press('s');
    await choose('Person', /^Counsel/, { within: page.getByRole('dialog') });
    await push('Assign', { within: page.getByRole('dialog') });
    await said('Assigned 1 notice to Counsel');
    const names = [await fetchNotice(one.id), await fetchNotice(two.id)].map(({ assigneeName }) => assigneeName);
    expect(names.filter((name) => name === 'Counsel Demo')).toHaveLength(1);
    expect(names.filter((name) => name !== 'Counsel Demo' && name !== null)).toHaveLength(1);
  });

  test('triages, decides ranges with several actions, handles a return, approves and partly restores a notice', async () => {
    const { id, number } = await order({ subject: 'The whole way', targets: accounts(12, 'way') });
    const reviewer = await windowOf('reviewer');
    const { page, press, type, walkTo, write, choose, push, said, focusPlace } = reviewer;
    await findRow(reviewer, number, '.queue-row');
    await press('Enter');
    await page.locator('.target-row.current').waitFor();
    await press('f');
    const triage = page.getByRole('region', { name: 'Triage' });
    await push('All are present', { within: triage });
    await push('Continue', { within: triage });
    await choose('Sender', 'Channel verified', { within: triage });
    await push('Continue', { within: triage });
    await page.getByRole('radio', { checked: true }).waitFor();
    await push('Continue', { within: triage });
    await reviewer.write('Expires on', 'in 30 days', { within: triage });
    await push('Continue', { within: triage });
    await push('Continue', { within: triage });
    await page.getByRole('region', { name: 'These deadlines run' }).waitFor();
    await reviewer.write('Queue', 'night shift', { within: triage });
    await press('Control+Enter');
    await said('Review started');
    await eventually(
      () => fetchNotice(id),
      ({ stage, queue, effectiveUntil }) =>
        stage === 'review' && queue === 'night shift' && Date.parse(effectiveUntil) > Date.now() + 29 * 86_400_000,
    );
    await page.getByRole('link', { name: 'night shift' }).waitFor();

    await page.locator('.target-row.current').waitFor();
    await press('x', ...Array.from({ length: 4 }, () => 'Shift+J'));
    await page.getByText('5 selected').waitFor();
    await press('1', '1', 'n');
    await type('As the document requires.');
    await press('Escape');
    await page.locator('.hits li', { hasText: 'change' }).waitFor();
    await focusPlace();
    await press('Enter');
    await said('Withhold drafted for 5 targets');
    await press('z');
    await said('5 drafts undone');
    await eventually(
      () => fetchNotice(id),
      ({ counts }) => counts.undecided === 12,
    );
    // A choice that was not drafted stays with its target.
    await press('Home', '1');
    await page.getByRole('radio', { checked: true }).waitFor();
    await press('j');
    await page.getByRole('radio', { checked: true }).waitFor({ state: 'detached' });
    await press('Home', 'x', ...Array.from({ length: 8 }, () => 'Shift+J'));
    await page.getByText('9 selected').waitFor();
    await press('1', '1');
    await page.locator('.hits li', { hasText: 'change' }).waitFor();
    await press('Enter');
    await said('Withhold drafted for 9 targets');
    // The last action has no digit: the arrow keys lead to it.
    await walkTo('radio', /^1 Withhold|Withhold/);
    await press(...Array.from({ length: 10 }, () => 'ArrowDown'));
    expect(await page.getByRole('radio', { checked: true }).textContent()).toContain('Disclose');
    expect(await focusPlace()).toContain('Disclose');
    await press('Backspace');
    await push(/^Undecided/);
    await press('/');
    await type('@');
    await page.waitForURL(/q=/);
    await press('Control+a');
    await page.getByText('All 3 in this list are selected').waitFor();
    await press('5', '1');
    await page.locator('.hits li', { hasText: 'change' }).waitFor();
    await press('Enter');
    await said('Push back drafted for 3 targets');
    await press('Control+Enter');
    const submitting = page.getByRole('dialog', { name: 'Submit for approval?' });
    await write('Note to the approver', 'Three are speech.', { within: submitting });
    await push('Submit', { within: submitting });
    await said('Submission 1 is waiting for approval');

    const approver = await windowOf('approver', '/approvals');
    await findRow(approver, number, '.queue-row');
    await approver.press('Enter');
    await approver.page.getByRole('button', { name: /^Approve(?!r)/ }).waitFor();
    await approver.press('r');
    await approver.page.getByRole('dialog', { name: 'Send submission 1 back?' }).waitFor();
    await approver.type('Look at number 9 once more.');
    await approver.push('Send back', { within: approver.page.getByRole('dialog') });
    await approver.said('Submission 1 sent back');

    await eventually(
      () => fetchNotice(id),
      ({ stage }) => stage === 'review',
    );
    await press('Escape');
    // Until the list is read again, the row leads to the approval.
    await page.locator('.queue-row.current .queue-stage', { hasText: 'Review' }).waitFor();
    await press('Enter');
    await page.locator('.target-row.current').waitFor();
    await press('Home', ...Array.from({ length: 8 }, () => 'j'), '5', '1');
    await page.locator('.hits li', { hasText: 'change' }).waitFor();
    await press('Enter');
    await said('Push back drafted for 1 target');
    await press('Control+Enter');
    await push('Submit', { within: submitting });
    await said('Submission 2 is waiting for approval');

    await approver.page
      .getByText(/The current submission is now 2|Submission 2/)
      .first()
      .waitFor();
    await approver.push(/^Read submission 2/);
    await approver.press('a');
    await approver.said(/Approved/);
    await eventually(
      () => fetchNotice(id),
      ({ stage, counts }) => stage === 'in_force' && counts.applied === 8,
      60_000,
    );

    await push('Enforcement', { role: 'link', within: page.getByRole('navigation', { name: 'Parts of the notice' }) });
    await page.locator('[data-row^=in-force]').first().waitFor();
    await press('j', 'x', 'j', 'x');
    await page.getByText('2 targets selected').waitFor();
    // The order holds for 30 days: no lapse is on record.
    await choose('Cause', 'Order lapsed');
    await page.getByText(/Nobody but you has recorded an end date/).waitFor();
    await choose('Cause', 'Our own error');
    await push(/^Submit 2 for approval/);
    await said('The restoration of 2 targets is waiting for approval');
    await approver.push(/^Read submission 3/);
    await approver.press('a');
    await approver.said(/Approved/);
    await eventually(
      () => fetchNotice(id),
      ({ counts }) => counts.applied === 6,
      60_000,
    );
    await page.locator('[data-row]').nth(6).waitFor({ state: 'detached' });
    await focusPlace();
  });

  test('skips a stuck target under Ops with a reason', async () => {
    const { notice, number } = await aStuckTarget(here.desk);
    const { page, press, write, push, said } = await windowOf('ops');
    await press('g', 'o');
    const cause = page.locator('.cause', { hasText: number });
    await cause.waitFor();
    await push(/^Skip/, { within: cause });
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    await write(/^Reason/, 'The account was sold.', { within: dialog });
    await push(/^Skip/, { within: dialog });
    await said('Skipped for 1 notice');
    await cause.waitFor({ state: 'detached' });
    const target = (await notice.list('targets')).find(({ no }: { no: number }) => no === 2);
    expect(target.skipped.reason).toBe('The account was sold.');
  });

  test('extends, pauses and resumes the clocks of a notice', async () => {
    const hour = 3_600_000;
    const ordered = await order({
      subject: 'More time is given',
      regime: 'IN-69A-NORMAL',
      servedAt: new Date(Date.now() - hour).toISOString(),
      orderedDeadline: { within: 'P2D' },
      documents: [
        { name: 'more-time.txt', mediaType: 'text/plain', contentBase64: Buffer.from('Granted.').toString('base64') },
      ],
    });
    const stops = await order({
      ...OF_THE_UNION,
      subject: 'Its time stops',
    });
    const { page, press, type, write, push, choose, said } = await windowOf('reviewer', `/notices/${ordered.id}`);
    await page.locator('.target-row.current').waitFor();
    const menu = page.getByRole('dialog', { name: 'More actions' });
    await press('.');
    await menu.waitFor();
    await press('1');
    const extending = page.getByRole('dialog', { name: 'Extend a deadline?' });
    await write('By', '12 hours', { within: extending });
    await write('Reason', 'Asked for and granted.', { within: extending });
    await write(/Reference of the authority's document/, 'F.7(4)/2026', { within: extending });
    await choose('Document', 'more-time.txt', { within: extending });
    await press('Control+Enter');
    await said('Another person must confirm it');
    const extensions = (await get(`/v1/notices/${ordered.id}/clocks`)).items.flatMap(
      ({ pendingExtension }: { pendingExtension: object | null }) => pendingExtension ?? [],
    );
    expect(extensions).toMatchObject([{ reason: 'Asked for and granted.' }]);

    await press('Control+k');
    await page.getByRole('dialog', { name: 'Search or go to…' }).waitFor();
    await type(stops.number);
    await page.locator('[cmdk-item][aria-selected=true]', { hasText: stops.number }).waitFor();
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Its time stops' }).waitFor();
    await page.locator('.target-row.current').waitFor();
    await press('.');
    await menu.waitFor();
    await push(/^Pause a deadline/, { within: menu });
    await write('Reason', 'The order cannot be carried out as it is.', {
      within: page.getByRole('dialog', { name: 'Pause a deadline?' }),
    });
    await press('Control+Enter');
    await said('Deadline paused');
    await press('.');
    await menu.waitFor();
    await menu.getByRole('button', { name: /^Resume a deadline/, disabled: false }).waitFor();
    await press('3');
    await page.getByRole('dialog', { name: 'Resume a deadline?' }).waitFor();
    await press('Control+Enter');
    await said('Deadline resumed');
  });

  test('adds a note, records a dialogue, closes a notice only with its unmet duties named, and reopens it', async () => {
    const { id } = await order({ subject: 'Talked about' });
    const { page, press, type, walkTo, write, push, said, focusPlace } = await windowOf('counsel', `/notices/${id}`);
    await page.locator('.target-row.current').waitFor();
    await press('Shift+N');
    await page.getByRole('dialog', { name: 'Add a note?' }).waitFor();
    await type('Seen in the document.');
    await push('Add note');
    await said('Note added');
    await push('Timeline', { role: 'link', within: page.getByRole('navigation', { name: 'Parts of the notice' }) });
    await page.locator('blockquote', { hasText: 'Seen in the document.' }).waitFor();
    await press('n');
    await type('Written where it stands.');
    await push('Add a note');
    await page.locator('blockquote', { hasText: 'Written where it stands.' }).waitFor();
    await focusPlace();

    const menu = page.getByRole('dialog', { name: 'More actions' });
    await press('.');
    await menu.waitFor();
    await press('4');
    const asking = page.getByRole('dialog', { name: 'Request a dialogue?' });
    await asking.waitFor();
    await write('Office', 'Cyber Laws Division', { within: asking });
    await write('Subject', 'The list', { within: asking });
    await write('Proposal', 'A narrower list.', { within: asking });
    await press('Control+Enter');
    await said('Dialogue requested');
    await press('.');
    await menu.waitFor();
    await press('5');
    const recording = page.getByRole('dialog', { name: 'Record a dialogue?' });
    await write('Outcome', 'They look again.', { within: recording });
    await press('Control+Enter');
    await said('Dialogue recorded');

    await press('.');
    await menu.waitFor();
    await press('9');
    const closing = page.getByRole('dialog', { name: 'Close this notice?' });
    await write('Reason', 'Withdrawn by the authority.', { within: closing });
    await press('Control+Enter');
    await closing.getByText('Confirm that it is closed anyway.').waitFor();
    expect((await fetchNotice(id)).stage).not.toBe('closed');
    await walkTo('checkbox', /Close anyway/, { within: closing, back: true });
    await press('Space', 'Control+Enter');
    await said('Notice closed');
    await press('.');
    await menu.waitFor();
    await press('0');
    await write('Reason', 'The order came again.', {
      within: page.getByRole('dialog', { name: 'Reopen this notice?' }),
    });
    await press('Control+Enter');
    await said('Notice reopened');
    expect((await fetchNotice(id)).stage).not.toBe('closed');
  });
});

describe('related records of a notice, by keyboard', () => {
  test('adds a longer list, links an earlier order, and copies its decisions', async () => {
    const targets = accounts(3, 'again');
    const earlier = await order({ subject: 'The earlier order', targets });
    const before = followNotice(here.desk, earlier.id);
    await before.command('reviewer', 'triage', {});
    await before.decide({ all: true }, 'withhold');
    await before.submit();
    await before.approve();
    await before.reaches('in_force');
    const { id } = await order({ subject: 'The order comes again', targets });
    const { page, press, write, choose, push, said, focusPlace } = await windowOf('reviewer', `/notices/${id}`);
    await page.locator('.target-row.current').waitFor();
    await press('.');
    await page.getByRole('dialog', { name: 'More actions' }).waitFor();
    await push(/^Add targets/, { within: page.getByRole('dialog') });
    const adding = page.getByRole('dialog', { name: 'Add targets?' });
    await write('Paste a list', '@one_more_by_keys', { within: adding });
    await push('Read list', { within: adding });
    await push('Add 1 target', { within: adding });
    await said('1 target added');

    await push('Linked', { role: 'link', within: page.getByRole('navigation', { name: 'Parts of the notice' }) });
    await page.getByRole('heading', { name: 'Add a link' }).waitFor();
    await choose('This notice', 'follows');
    await write('Number of the other notice', earlier.number);
    await page.getByText(`${earlier.number}: The earlier order`).waitFor();
    await press('Enter');
    await page.getByRole('link', { name: earlier.number }).first().waitFor();
    await focusPlace();
    await push(/^Copy decisions from/);
    await page.getByRole('dialog').locator('.hits li', { hasText: '3' }).first().waitFor();
    await push('Copy as drafts');
    await said('3 decisions copied');
    await eventually(
      () => fetchNotice(id),
      ({ counts }) => counts.targets === 4 && counts.undecided === 1,
    );
  });

  test('acknowledges a sent page from the receipt of its clock', async () => {
    const hour = 3_600_000;
    const { id } = await order({
      subject: 'Half of its time is over',
      receivedAt: new Date(Date.now() - 4 * hour).toISOString(),
      issuedAt: new Date(Date.now() - 5 * hour).toISOString(),
    });
    const fired = async () =>
      (await get(`/v1/notices/${id}/clocks`)).items.find(({ kind }: { kind: string }) => kind === 'comply')
        .escalation[0];
    await eventually(fired, ({ firedAt }) => firedAt !== null);
    const { page, press, push, focusPlace } = await windowOf('reviewer', `/notices/${id}`);
    await push('How? Comply');
    await push(/^Acknowledge/);
    await page.getByText(/acknowledged by Reviewer Demo/).waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focusPlace()).toContain('How?');
    expect((await fired()).acknowledgedBy).not.toBeNull();
  });
});

describe('navigation and settings, by keyboard', () => {
  test('saves filters as a named view, and removes the view', async () => {
    const { page, press, type, choose, push, said, walkTo, focusPlace } = await windowOf('reviewer');
    await page.locator('.queue-row.current').waitFor();
    await choose('Country', 'India');
    await choose('Kind', 'Blocking order');
    await push('Save view');
    await page.getByRole('dialog', { name: 'Save this view' }).waitFor();
    await type('Blocking in India');
    await press('Enter');
    await said('View saved: Blocking in India');
    await walkTo('link', /^Blocking in India/, { back: true });
    await press('Enter');
    await push('Remove view…');
    await push('Remove view', { within: page.getByRole('alertdialog', { name: /Blocking in India/ }) });
    await said('View removed: Blocking in India');
    await page.getByRole('link', { name: /^Blocking in India/ }).waitFor({ state: 'detached' });
    expect((await get('/v1/views?limit=50', 'reviewer')).items).toEqual([]);
    await focusPlace();
  });

  test('changes theme and density, lists the keys, downloads the report, signs out and in again', async () => {
    const { page, press, push } = await windowOf('auditor');
    await page.locator('.queue-row.current').waitFor();
    await push(/Settings$/);
    await push('Dark', { by: 'Space' });
    await push('Compact', { by: 'Space' });
    await page.locator('html[data-theme=dark][data-density=compact]').waitFor();
    await press('Escape');
    await press('?');
    const sheet = page.getByRole('dialog', { name: 'Help' });
    await sheet.getByText('On this screen').waitFor();
    await press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await push(/Settings$/);
    await push('Light');
    await press('Escape');
    await press('g', 't');
    const download = page.waitForEvent('download');
    await push(/CSV/, { role: 'link' });
    expect((await download).suggestedFilename()).toMatch(/^transparency.*\.csv$/);
    await press('g', 'q');
    await page.locator('.queue-row.current').waitFor();
    await push(/Settings$/);
    await push('Sign out');
    await page.waitForURL('**/sign-in*');
    await push(/^Auditor Demo/, { role: 'link' });
    await page.locator('.queue-row.current').waitFor();
  });

  test('signs in from the sign-in page, skips to the content, and moves focus with the cursor row', async () => {
    const keys = await here.atSignIn();
    await keys.page.waitForURL('**/sign-in*');
    await keys.push(/^Reviewer Demo/, { role: 'link' });
    await keys.page.locator('.queue-row.current').waitFor();
    await keys.push('Skip to content', { role: 'link' });
    await keys.walkTo('row', /./);
    // The focus moves with the cursor: a screen reader announces the same row that the keys act on.
    await keys.press('j');
    await keys.page.locator('.queue-row.current:focus').waitFor();
  });
});
