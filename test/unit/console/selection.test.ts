import { describe, expect, test } from '@jest/globals';
import {
  emptySelection,
  findSubject,
  isSelected,
  keepsChoice,
  rangeText,
  countSelected,
  toggled,
  toSelect,
} from '../../../console/notice/targets/selection.js';
import { toRanges } from '../../../domain/targets/target-numbers.js';

describe('selected targets', () => {
  test('are sent as ranges, so that 100,000 are one entry', () => {
    expect(toRanges([5, 3, 4, 9, 1])).toEqual([
      [1, 1],
      [3, 5],
      [9, 9],
    ]);
    const all = Array.from({ length: 100_000 }, (_, at) => at + 1);
    expect(toRanges(all)).toEqual([[1, 100_000]]);
  });

  test('are the one under the cursor when none is selected', () => {
    expect(toSelect(emptySelection, { filters: {}, cursorNo: 7 })).toEqual({ targets: [7] });
    expect(toSelect(emptySelection, { filters: {}, cursorNo: null })).toBeNull();
  });

  test('follow the filter when the whole list is selected, not what is loaded', () => {
    const all = { kind: 'all', count: 12 } as const;
    expect(toSelect(all, { filters: { protected: 'any' }, cursorNo: 1 })).toEqual({ protected: 'any' });
    expect(toSelect(all, { filters: {}, cursorNo: 1 })).toEqual({ all: true });
    expect(countSelected(all)).toBe(12);
    expect(isSelected(all, 99_999)).toBe(true);
  });

  test('toggle one by one, while a range is only added', () => {
    const three = toggled(emptySelection, [1, 2, 3], true);
    expect(countSelected(toggled(three, [3, 4], true))).toBe(4);
    expect(isSelected(toggled(three, [2]), 2)).toBe(false);
  });

  test('are described briefly as ranges', () => {
    expect(rangeText([384, 385, 386])).toBe('0384–0386');
    expect(rangeText([1, 3, 5, 7, 9])).toBe('0001, 0003, 0005 …');
  });
});

describe('unsent choice of a decision', () => {
  test('belongs to the selection, or else to the target under the cursor', () => {
    expect(findSubject(emptySelection, 7)).toBe(7);
    expect(findSubject(emptySelection, null)).toBeNull();
    expect(findSubject({ kind: 'all', count: 558 }, 7)).toBe('selection');
  });

  test('grows from a target into a selection, and passes to no other target', () => {
    expect([keepsChoice(7, 7), keepsChoice(7, 'selection'), keepsChoice('selection', 'selection')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([keepsChoice(7, 8), keepsChoice('selection', 7)]).toEqual([false, false]);
  });

  test('stays if it was made before the target was loaded', () => {
    expect([keepsChoice(null, 7), keepsChoice(7, null)]).toEqual([true, false]);
  });
});
