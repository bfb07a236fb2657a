import type { Mutant } from './mutant.js';

const ONCE = ['--times', '1'];
const CASES = ['--cases', '100'];

export const INSIDERS_TEMPORAL: readonly Mutant[] = [
  {
    name: 'any-run',
    what: 'the recorder accepts decisions of a reset workflow or of another one under the same id',
    campaign: 'C17',
    run: ONCE,
    caughtBy: 'test/adversary/reset.test.ts',
    edits: [
      {
        file: 'registry/notices/transitions.ts',
        find: `not exists (select from later) and not exists (select from foreign_run)`,
        put: `not exists (select from later)`,
      },
      {
        file: 'registry/notices/transitions.ts',
        find: `(select why from foreign_run) as foreign`,
        put: `null::text as foreign`,
      },
    ],
  },
  {
    name: 'squatted-id',
    what: 'a workflow that the desk did not start passes for the one of the notice',
    campaign: 'C17',
    run: ONCE,
    caughtBy: 'test/adversary/squatted.test.ts',
    edits: [
      {
        file: 'application/enforcement/reconcile/reconcile.ts',
        find: `foreign === null ? findings.ours(id) : findings.foreign(id, foreign)`,
        put: `foreign === undefined ? findings.foreign(id, 'type') : findings.ours(id)`,
      },
    ],
  },
  {
    name: 'any-result',
    what: 'a sealed result counts for any step of its notice',
    campaign: 'C13',
    run: CASES,
    caughtBy: 'test/adversary/sealed-results.test.ts',
    edits: [
      {
        file: 'domain/notices/step-answer.ts',
        find: `if (!isNamed) return null;`,
        put: `if (!isNamed && result['step'] === undefined) return null;`,
      },
    ],
  },
  {
    name: 'any-failure',
    what: 'a step ends with an unsealed failure',
    campaign: 'C13',
    run: CASES,
    caughtBy: 'test/adversary/sealed-results.test.ts',
    edits: [
      {
        file: 'workflows/steps.ts',
        find: `if (answer === 'failure' && boundMs !== null && Date.now() - startedMs >= boundMs) return null;`,
        put: `if (answer === 'failure' && (boundMs === null || Date.now() >= startedMs)) return null;`,
      },
    ],
  },
  {
    name: 'unbound-step',
    what: 'a payload sealed for one step of a notice opens as another step or as a command',
    campaign: 'C13',
    run: CASES,
    caughtBy: 'test/unit/client/payload-codec.test.ts',
    edits: [
      {
        file: 'client/connection/payload-codec.ts',
        find: `of === owner || opensSteps`,
        put: `of !== owner || of === owner || opensSteps`,
      },
    ],
  },
];
