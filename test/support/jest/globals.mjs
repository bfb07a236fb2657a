export { expect } from 'expect';

const GLOBALS = Symbol.for('globals of the running test file');
const running = () => globalThis[GLOBALS];

/**
 * Proxies a jest function to that of the running file: the importing module may have been loaded for an earlier one.
 */
const follow = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, _self, given) => running()[name](...given),
    get: (_target, key) => running()[name][key],
  });

export const describe = follow('describe');
export const test = follow('test');
export const it = follow('it');
export const beforeAll = follow('beforeAll');
export const beforeEach = follow('beforeEach');
export const afterAll = follow('afterAll');
export const afterEach = follow('afterEach');
