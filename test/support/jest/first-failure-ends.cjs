// In mutation testing one failing test kills a mutant, so the tests after it are skipped.
const Environment = require('@stryker-mutator/jest-runner/jest-env/node');

module.exports = class FirstFailureEnds extends Environment {
  constructor(config, context) {
    super(config, context);
    const handle = this.handleTestEvent;
    let hasFailed = false;
    this.handleTestEvent = async (event, state) => {
      await handle(event, state);
      if (event.name === 'test_fn_failure') hasFailed = true;
      if (event.name === 'test_start' && hasFailed) event.test.mode = 'skip';
    };
  }
};
