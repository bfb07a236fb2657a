import { statSync } from 'node:fs';

/** Small itself: its tests are in the files that it imports. */
const LONGEST = /\/test\/browser\/shared-desk\.test/;
/** Tiers whose files start their own desks and browsers and take a minute or more, and single files that take as long. */
const LONG = /\/test\/(browser|e2e)\/|two-worlds\.test/;

/** Starts the long files first, so that no worker is idle at the end while another still runs one. */
export default class LongFirst {
  sort(tests) {
    const rank = ({ path }) => (LONGEST.test(path) ? 0 : LONG.test(path) ? 1 : 2);
    const size = ({ path }) => statSync(path).size;
    return [...tests].sort((one, other) => rank(one) - rank(other) || size(other) - size(one));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // Durations are not stored, so that the order is the same on every machine.
  }
}
