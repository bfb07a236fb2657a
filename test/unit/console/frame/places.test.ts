import { expect, test } from '@jest/globals';
import { PLACES } from '../../../../console/frame/places.js';

test('each place has keys of its own', () => {
  const keys = PLACES.map((place) => place.keys);
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter((one, index) => keys.indexOf(one) !== index)).toEqual([]);
});
