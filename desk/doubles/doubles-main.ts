import { configOrExit, readDoublesConfig } from '../../config/env.js';
import { type Doubles, startDoubles } from './doubles.js';
import { doublesRequest } from './doubles-spec.js';
import { obeySupervisor } from '../children/node-child.js';

let doubles: Doubles | undefined;
obeySupervisor(() => {
  // No work outlives its request, so connections that do not close within a second are cut.
  setTimeout(() => process.exit(0), 1000).unref();
  void Promise.resolve(doubles?.close()).then(() => process.exit(0));
});
const config = configOrExit(readDoublesConfig);
const request = doublesRequest.parse(JSON.parse(config.doubles));
process.title = `notice-desk-${request.name}`;
doubles = await startDoubles({ ...config, request });
process.send?.(doubles.ready);
