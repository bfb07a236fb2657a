import { z } from 'zod';
import { RELEASE_STATES } from '../domain/release/state.js';
import { reason } from './fields.js';
import { stamp } from './notice-view.js';

const build = z.string().min(1).max(200).describe('What names a release: version and hash of its build');

/** `GET /v1/ops/releases`. */
export const releasesView = z.object({
  items: z
    .array(
      z.object({
        build,
        state: z
          .enum(RELEASE_STATES)
          .describe(
            'current: notices begin on it and move to it; waiting: its workers are there and nobody has promoted it; draining: another is current and notices are still on it; drained: another is current and its workers may end',
          ),
        open: z.number().int().min(0).describe("Open notices on it, by the engine's list: seconds late"),
        served: z.array(z.string()).describe('Task queues that its workers take work from now'),
        firstAt: stamp.nullable().describe('When its first worker took work'),
        heardAt: stamp.nullable().describe('When any of its workers was last heard'),
      }),
    )
    .describe('The newest first'),
  unversioned: z.number().int().min(0).describe('Open notices on no release: they move at their next act'),
});

/** `POST /v1/ops/releases/promote`. */
export const promoteBody = z.strictObject({ build, reason });

export const promotedView = z.object({
  build,
  before: build.nullable().describe('What was current before; null: nothing'),
  changed: z.boolean().describe('false: it was current already'),
});
