import { configOrExit, readDoublesConfig } from '../../config/env.js';
import { type Doubles, startDoubles } from './doubles.js';
import { doublesRequest } from './doubles-spec.js';
import { obeySupervisor } from '../children/node-child.js';

process.title = 'notice-desk-doubles';

let doubles: Doubles | undefined;
obeySupervisor(() => {
  // Nothing here outlives its request: what does not close in a second is cut.
  setTimeout(() => process.exit(0), 1000).unref();
  void Promise.resolve(doubles?.close()).then(() => process.exit(0));
});
const config = configOrExit(readDoublesConfig);
doubles = await startDoubles({ ...config, request: doublesRequest.parse(JSON.parse(config.doubles)) });
process.send?.(doubles.ready);
