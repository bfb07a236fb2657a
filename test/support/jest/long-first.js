import { statSync } from 'node:fs';

/** Tiers whose files start desks and browsers of their own and take a minute or more, and single files that take as long. */
const LONG = /\/test\/(browser|e2e)\/|two-worlds\.test/;

/** Starts the long files first, so that no worker sits idle at the end while another has one of them left. */
export default class LongFirst {
  sort(tests) {
    const rank = ({ path }) => (LONG.test(path) ? 0 : 1);
    const size = ({ path }) => statSync(path).size;
    return [...tests].sort((one, other) => rank(one) - rank(other) || size(other) - size(one));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // Nothing is kept: the order is the same on every machine.
  }
}
