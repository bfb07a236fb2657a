const { register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { default: Runtime } = require('jest-runtime');

const GLOBALS = Symbol.for('globals of the running test file');

register('./hooks.mjs', pathToFileURL(__filename));

let files = 0;

/**
 * Lets Node load the tests' modules, once for each of jest's processes. Jest's own loader loads the desk and its
 * packages again for each of three hundred files, which took more time than the tests did. Its module mocks and
 * isolation per file are not used: no module of ours keeps state that could affect the next file.
 */
module.exports = class NativeRuntime extends Runtime {
  setGlobalsForRuntime(globals) {
    super.setGlobalsForRuntime(globals);
    globalThis[GLOBALS] = globals;
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    // Jest maps stack traces only by its own source maps; the hook made these, so Node maps them.
    delete Error.prepareStackTrace;
    process.setSourceMapsEnabled(true);
    files += 1;
    // A file that runs again, under --watch, must load as another module.
    return import(`${pathToFileURL(path).href}?run=${files}`);
  }
};
