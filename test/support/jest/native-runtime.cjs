const { register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { default: Runtime } = require('jest-runtime');

/** Where globals.mjs finds the functions of the file that is being run. */
const GLOBALS = Symbol.for('globals of the running test file');

register('./hooks.mjs', pathToFileURL(__filename));

let files = 0;

/**
 * Has Node load the tests' modules, once for each of jest's processes. Jest's own way loads the desk and its packages anew for each
 * of three hundred files, which took more time than the tests did. What it gives for that, mocks of modules and a world for each
 * file, is not used: no module of ours keeps what the next file could fall over.
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
    // Jest maps places in a stack by maps that it has made itself; these were made by our hook, and Node reads them.
    delete Error.prepareStackTrace;
    process.setSourceMapsEnabled(true);
    files += 1;
    // A file that is run again, under --watch, is another module.
    return import(`${pathToFileURL(path).href}?run=${files}`);
  }
};
