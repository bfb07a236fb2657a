import { once } from 'node:events';
import { configOrExit, readSimulatorsConfig } from '../../config/env.js';
import { type Simulators, startSimulators } from './simulators.js';
import { simulatorsRequest } from './simulators-spec.js';
import { obeySupervisor } from '../children/node-child.js';

let simulators: Simulators | undefined;
obeySupervisor(() => {
  // No work outlives its request, so connections that do not close within a second are cut.
  setTimeout(() => process.exit(0), 1000).unref();
  void Promise.resolve(simulators?.close()).then(() => process.exit(0));
});
const config = configOrExit(readSimulatorsConfig);
// The request holds the issuer's keys, which an argument or the environment would show to other programs.
const [message] = await once(process, 'message');
const request = simulatorsRequest.parse(message);
process.title = `notice-desk-${request.name}`;
simulators = await startSimulators({ ...config, request });
process.send?.(simulators.ready);
