import { describe, expect, test } from '@jest/globals';
import { choose, filterFor, isChosen } from '../../../console/review/facet-choice.js';
import { withoutFacets } from '../../../console/review/facet-filters.js';

describe('choose', () => {
  test('takes the value instead of another of the same facet, and keeps the others', () => {
    expect(choose({ remark: 'News', protected: 'press', q: 'x' }, 'remark', 'Spam')).toEqual({
      remark: 'Spam',
      protected: 'press',
      q: 'x',
    });
  });

  test('drops the value that is chosen already', () => {
    expect(choose({ remark: 'News', q: 'x' }, 'remark', 'News')).toEqual({ q: 'x' });
    expect(choose({ status: 'undecided', q: 'x' }, 'action', 'none')).toEqual({ q: 'x' });
  });

  test('takes undecided as a status, which a decision replaces', () => {
    expect(choose({ action: 'label' }, 'action', 'none')).toEqual({ status: 'undecided' });
    expect(choose({ status: 'undecided' }, 'action', 'label')).toEqual({ action: 'label' });
  });
});

test('decisions that the reader must not see are no filter', () => {
  expect(filterFor('action', 'blind')).toBeNull();
  expect(isChosen({}, 'action', 'blind')).toBe(false);
});

test('withoutFacets keeps the text and drops the group', () => {
  expect(withoutFacets({ remark: 'News', status: 'undecided', q: 'x' })).toEqual({ q: 'x' });
});
