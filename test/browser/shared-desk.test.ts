/**
 * A desk and a browser take longer to start than most subjects to test. These share one: each test makes its own notices,
 * and changes neither the rulebook, nor what people may do, nor the settings of the desk.
 */
import './shared/for-me.js';
import './shared/conversations.js';
import './shared/groups.js';
import './shared/intake.js';
import './shared/print.js';
import './shared/subscribers.js';
