/**
 * All tests of the clock arithmetic as one file. Under mutation each change runs them again, and loading the modules
 * for every file would take most of the time. The quick and exact ones come first, since the first failure ends the
 * run.
 */
import '../../unit/domain/clocks/clock-arithmetic.compute-due.test.js';
import '../../unit/domain/clocks/clock-arithmetic.input.test.js';
import '../../unit/domain/clocks/clock-arithmetic.details.test.js';
import '../../unit/domain/clocks/clock-arithmetic.local-time.test.js';
import '../../unit/domain/clocks/clock-arithmetic.receipt.test.js';
import '../../unit/domain/clocks/open-clocks.law.test.js';
import '../../unit/domain/clocks/clock-arithmetic.oracle.test.js';
import '../../unit/domain/clocks/clock-arithmetic.properties.test.js';
import '../../unit/domain/clocks/clock-arithmetic.laws.test.js';
