import { expect, test } from '@jest/globals';
import { keepPicture, signIn } from '../../support/browser/a-browser.js';
import { boxFaults } from '../../support/browser/boxes.js';
import { followNotice, receive } from '../../support/orders.js';
import { eventually } from '../../support/eventually.js';
import { browser, desk } from './desk.js';

const GROUPS = { Sympathiser: 12, 'Coordinated posting': 9, News: 3, Activist: 2 };

let orders = 0;

async function anOrderInGroups() {
  orders += 1;
  const targets = Object.entries(GROUPS).flatMap(([note, count]) =>
    Array.from({ length: count }, (_, at) => ({
      type: 'account',
      locator: `@${note.split(' ')[0]}_${orders}_${at}`,
      note,
    })),
  );
  const press = targets.filter(({ note }) => note === 'News');
  await desk.platform('/_double/targets', { targets: press.map((one) => ({ ...one, protectedClass: 'press' })) });
  const { body } = await receive(desk, { subject: 'In three clicks', regime: 'IN-69A-NORMAL', targets });
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage', { authenticity: 'channel_verified' });
  await eventually(
    async () => (await desk.call('reviewer', 'GET', `/v1/notices/${body.id}/targets?protected=any&limit=9`)).body.items,
    (items) => items.length === 3,
  );
  return { ...notice, id: String(body.id) };
}

test('a reviewer decides a whole order by its remarks, with a click a group', async () => {
  const { id, read } = await anOrderInGroups();
  const { page, press, close } = await signIn(browser, desk, {
    role: 'reviewer',
    path: `/notices/${id}`,
    viewport: { width: 1440, height: 900 },
  });
  await page.locator('.target-row.current').waitFor();
  await press('b');
  const groups = page.getByRole('region', { name: 'Groups', exact: true });
  await groups.getByRole('button', { name: 'Sympathiser 12' }).waitFor();
  await keepPicture(page, 'groups');
  expect(await boxFaults(page)).toEqual([]);

  const decide = async (group: string, count: number, keys: string[]) => {
    await groups.getByRole('button', { name: `${group} ${count}`, exact: true }).click();
    await page.getByText(`All ${count} in this list are selected.`).waitFor();
    for (const key of keys) await press(key);
    await page.getByText(`${count} will change`).waitFor();
    await keepPicture(page, `groups-${count}`);
    await press('Enter');
    await page.getByText(new RegExp(`drafted for ${count} targets`)).waitFor();
  };
  await decide('Sympathiser', 12, ['1', '1']);
  await decide('Coordinated posting', 9, ['2']);
  await decide('Undecided', 5, ['5', '6']);
  const { counts } = await read();
  expect(counts).toMatchObject({ undecided: 0, byAction: { withhold: 12, remove_rules: 9, push_back: 5 } });
  await close();
});

test.each([1024, 390])('at %i pixels the groups lie over the list until one is chosen', async (width) => {
  const { id } = await anOrderInGroups();
  const { page, close } = await signIn(browser, desk, {
    role: 'reviewer',
    path: `/notices/${id}`,
    viewport: { width, height: 844 },
  });
  await page.getByRole('button', { name: 'Groups', exact: true }).click();
  const groups = page.getByRole('region', { name: 'Groups', exact: true });
  await groups.getByRole('button', { name: 'News 3' }).waitFor();
  await keepPicture(page, `groups-${width}`);
  expect(await boxFaults(page)).toEqual([]);
  await groups.getByRole('button', { name: 'News 3' }).click();
  await groups.waitFor({ state: 'detached' });
  await page.getByText('All 3 in this list are selected.').waitFor();
  await close();
});

test('a submission with protected targets waits for three answers, which the approver reads', async () => {
  const { id, decide, read } = await anOrderInGroups();
  await decide({ all: true }, 'withhold');
  const reviewer = await signIn(browser, desk, {
    role: 'reviewer',
    path: `/notices/${id}`,
    viewport: { width: 1440, height: 900 },
  });
  await reviewer.page.locator('.target-row.current').waitFor();
  await reviewer.page.getByRole('button', { name: /^Submit for approval/ }).click();
  const dialog = reviewer.page.getByRole('dialog');
  await dialog.getByText('for 3 protected targets').waitFor();
  for (const place of [0, 1, 2]) {
    await dialog.getByRole('button', { name: 'No', exact: true }).nth(place).click();
    await dialog.getByLabel('Why', { exact: true }).nth(place).fill(`Reason ${place}`);
  }
  await keepPicture(reviewer.page, 'necessity-submit');
  await dialog.getByRole('button', { name: 'Record the answers' }).click();
  await dialog.getByText('Reason 2').waitFor();
  await dialog.getByRole('button', { name: /^Submit/ }).click();
  await eventually(read, ({ stage }) => stage === 'approval');
  await reviewer.close();
  const approver = await signIn(browser, desk, {
    role: 'approver',
    path: `/notices/${id}/approval`,
    viewport: { width: 1440, height: 900 },
  });
  await approver.page.getByText('Reason 1').waitFor();
  await keepPicture(approver.page, 'necessity-approval');
  expect(await boxFaults(approver.page)).toEqual([]);
  await approver.close();
});
