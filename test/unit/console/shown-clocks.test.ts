import { describe, expect, test } from '@jest/globals';
import { shownClocks } from '../../../console/notice/clocks/shown-clocks.js';

const MET = '2021-02-04T18:00:03.120Z';
const clock = (part: Partial<Parameters<typeof shownClocks>[0][number]>) => ({
  kind: 'comply' as const,
  owner: 'us' as const,
  state: 'running' as const,
  metAt: null,
  dueAt: '2021-02-05T18:00:00.000Z',
  ...part,
});

describe('visible clocks of a notice', () => {
  test('show a clock met before a change of law once, under the present law', () => {
    const acknowledged = { kind: 'acknowledge' as const, state: 'met' as const, metAt: MET };
    const first = clock({ ...acknowledged, dueAt: '2021-02-04T22:00:00.000Z' });
    const carried = clock({ ...acknowledged, dueAt: '2021-02-04T20:00:00.000Z' });
    const comply = clock({});
    expect(shownClocks([first, clock({ state: 'cancelled' }), carried, comply])).toEqual([comply, carried]);
  });

  test('show two revisions of a clock that were met one after the other', () => {
    const jobs = [MET, '2021-02-06T18:00:00.000Z'].map((metAt) => clock({ kind: 'reply', state: 'met', metAt }));
    expect(shownClocks(jobs)).toEqual(jobs);
  });

  test('are sorted by due time, ended ones last', () => {
    const [late, early, met] = [
      clock({ dueAt: '2021-02-07T00:00:00.000Z' }),
      clock({ kind: 'decide', dueAt: '2021-02-05T00:00:00.000Z' }),
      clock({ kind: 'acknowledge', state: 'met', metAt: MET, dueAt: '2021-02-04T00:00:00.000Z' }),
    ];
    expect(shownClocks([met, late, early])).toEqual([early, late, met]);
  });
});
