import { expect, test } from '@jest/globals';
import { belowNormal } from '../../../worker/priority.js';

test('who gives way goes below normal, and stays where it was started lower still', () => {
  expect([-5, 0, 10, 19].map(belowNormal)).toEqual([10, 10, 10, 19]);
});
