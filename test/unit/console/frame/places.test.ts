import { expect, test } from '@jest/globals';
import { isOpenTo, PLACES } from '../../../../console/frame/places.js';
import { can, ROLES, type Role } from '../../../../domain/people/permission.js';

test('each place has keys of its own', () => {
  const keys = PLACES.map((place) => place.keys);
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter((one, index) => keys.indexOf(one) !== index)).toEqual([]);
});

test('only a person who may file a notice is offered the page that files one', () => {
  const isOffered = (role: Role) => isOpenTo('/intake', (permission) => can([role], permission));
  expect(ROLES.filter(isOffered)).toEqual(ROLES.filter((role) => can([role], 'notice.create')));
  expect(isOffered('reviewer')).toBe(false);
});
