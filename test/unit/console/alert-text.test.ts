import { describe, expect, test } from '@jest/globals';
import { englishWords } from '../../support/words.js';
import { alertTexts } from '../../../console/notice/alert-text.js';

const NOW = Date.parse('2021-02-04T18:06:00Z');
const clock = (kind: 'decide' | 'comply', part: Partial<Parameters<typeof alertTexts>[1][number]> = {}) => ({
  kind,
  owner: 'us' as const,
  form: 'ceiling' as const,
  state: 'missed' as const,
  startsAt: '2021-02-04T17:58:00Z',
  dueAt: '2021-02-04T18:00:00Z',
  metAt: null,
  receipt: {},
  ...part,
});
const missed = { kind: 'clock_missed' as const, summary: 'Comply deadline missed.' };

describe('alertTexts', () => {
  test('say once which deadlines are overdue and by how long', async () => {
    const t = await englishWords();
    expect(alertTexts([missed, missed], [clock('decide'), clock('comply')], { t, now: NOW })).toEqual([
      'Decide and comply overdue by 6 min',
    ]);
  });

  test('keep deadlines apart that are overdue by different times, the longest first', async () => {
    const t = await englishWords();
    const old = clock('comply', { dueAt: '2021-02-02T18:06:00Z' });
    expect(alertTexts([missed], [clock('decide'), old], { t, now: NOW })).toEqual([
      'Comply overdue by 2 d 0 h',
      'Decide overdue by 6 min',
    ]);
  });

  test('leave out deadlines that were met late, and name each other cause once in the words of the catalogue', async () => {
    const t = await englishWords();
    const page = { kind: 'page_not_acknowledged' as const, summary: 'Comply deadline, escalation step 1: …' };
    const met = clock('comply', { metAt: '2021-02-04T18:05:00Z' });
    expect(alertTexts([page, page], [met], { t, now: NOW })).toEqual([t('causes:page_not_acknowledged.title')]);
  });

  test('name a missed deadline while the clocks are unread', async () => {
    const t = await englishWords();
    expect(alertTexts([missed], [], { t, now: NOW })).toEqual([t('causes:clock_missed.title')]);
  });
});
