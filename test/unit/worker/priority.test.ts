import { expect, test } from '@jest/globals';
import { belowNormal } from '../../../worker/priority.js';

test('lowers a process below normal priority, unless it was started lower still', () => {
  expect([-5, 0, 10, 19].map(belowNormal)).toEqual([10, 10, 10, 19]);
});
