import { describe, expect, test } from '@jest/globals';
import { accounts, followNotice } from '../support/orders.js';
import { keepPicture } from '../support/browser/a-browser.js';
import { violations } from '../support/browser/axe.js';
import { deskByKeys } from './by-keys.js';

/** One draft in five gets a second review. By keyboard alone. */
const here = deskByKeys({ DESK_SECOND_REVIEW_PERCENT: '20' });
const PHONE = { width: 390, height: 844 };
const WIDE = { width: 1440, height: 900 };

describe('second reviews of all notices', () => {
  test('are answered one after the other, golden targets among them, and end in the figures of quality', async () => {
    const decided = await here.order({ subject: 'Decided', targets: accounts(4, 'golden') });
    const first = followNotice(here.desk, decided.id);
    await first.command('reviewer', 'triage');
    await first.decide({ all: true }, 'not_found');
    await first.submit();
    await first.approve();

    const counsel = await here.windowOf('counsel', `/notices/${decided.id}`);
    await counsel.page.locator('.target-row.current').waitFor();
    await counsel.press('Control+k');
    await counsel.page.getByRole('dialog', { name: 'Search or go to…' }).waitFor();
    await counsel.type('as golden');
    await counsel.page.locator('[cmdk-item][aria-selected=true]', { hasText: 'Mark targets as golden' }).waitFor();
    await counsel.press('Enter');
    await counsel.page.getByRole('dialog', { name: 'Mark targets as golden' }).waitFor();
    await counsel.write('Set', 'Satire');
    await counsel.write('Targets', '1-2');
    await keepPicture(counsel.page, 'golden-mark');
    await counsel.press('Control+Enter');
    await counsel.said('2 targets marked. Another person has to confirm them.');

    const approver = await here.windowOf('approver', '/reports?tab=golden');
    for (const size of ['first', 'second']) {
      await approver.page.locator('.record-row.current').waitFor();
      if (size === 'first') await keepPicture(approver.page, 'golden-sets');
      await approver.push('Confirm the agreed decision');
      await approver.said('Confirmed. Reviewers are served it now.');
      await approver.press('j');
    }

    const { id } = await here.order({ subject: 'Drafted', targets: accounts(10, 'drafted') });
    const second = followNotice(here.desk, id);
    await second.command('reviewer', 'triage');
    await second.decide({ all: true }, 'withhold');

    const reader = await here.windowOf('reviewer2', '/second-reviews');
    await reader.page.getByText('4 second reviews').waitFor();
    await reader.page.getByRole('heading', { name: 'The order' }).waitFor();
    const text = await reader.page.locator('main').textContent();
    for (const hidden of [decided.number, 'Satire', 'Golden']) expect(text).not.toContain(hidden);
    await keepPicture(reader.page, 'second-review-queue');
    expect(await violations(reader.page)).toEqual([]);
    await reader.page.setViewportSize(PHONE);
    await keepPicture(reader.page, 'second-review-queue-390');
    await reader.page.setViewportSize(WIDE);
    await reader.press('j', '1', '1');
    await keepPicture(reader.page, 'second-review-queue-chosen');
    await reader.press('Enter');
    await reader.said(/^Recorded: the other decision has (the same|another) action\.$/);
    await reader.page.getByText('3 second reviews').waitFor();
    for (const left of ['2 second reviews', '1 second review']) {
      await reader.page.locator('.record-row.current').waitFor();
      await reader.press('1', '1', 'Enter');
      await reader.page.getByText(left, { exact: true }).waitFor();
    }
    await reader.press('1', '1', 'Enter');
    await reader.page.getByText('Nothing waits for your second review.').waitFor();
    await keepPicture(reader.page, 'second-review-queue-empty');

    const lead = await here.windowOf('counsel', '/reports?tab=quality');
    await lead.page.getByRole('heading', { name: 'Agreement between reviewers' }).waitFor();
    await lead.page.getByText('fewer than 30 pairs').first().waitFor();
    await keepPicture(lead.page, 'quality');
    expect(await violations(lead.page)).toEqual([]);
    await lead.page.setViewportSize(PHONE);
    await keepPicture(lead.page, 'quality-390');
  }, 180_000);
});
