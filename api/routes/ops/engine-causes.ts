import type { AlertKind } from '../../../domain/alert.js';

export interface CauseWords {
  title: string;
  explains: string;
  selfHeals: string;
  /** Why the repairs do no harm; null if there are none. */
  safe: string | null;
}

export const ENGINE_CAUSES = {
  workflow_gone: {
    title: 'The engine has lost a notice',
    explains:
      'The workflow of an open notice was terminated, has failed or is missing. Its deadlines do not act, and it accepts no commands. The registry has all its data.',
    selfHeals:
      'Commands that arrive meanwhile are stored and carried out afterwards. Nothing else happens: a person must act.',
    safe: 'Rebuilding starts the notice from the registry: stage, deadlines, approvals and pending work are as recorded. Each operation on the platform and each letter happens once; anything an older run still tries to record is refused.',
  },
  workflow_stuck: {
    title: 'The engine cannot continue a notice',
    explains:
      'The workflow task of the notice fails repeatedly, or the workflow does not respond although workers are running.',
    selfHeals: 'It is retried with growing delays. A repaired worker continues where the notice stopped.',
    safe: 'Check the worker logs first. Rebuilding ends the run and starts the notice from what the registry has recorded.',
  },
  record_stuck: {
    title: 'A change cannot be recorded',
    explains:
      'The registry has refused a change of the notice for almost a minute. It has no effect until it is recorded.',
    selfHeals:
      'It is retried. A command that the registry cannot store is undone and its author is notified; a change without an author is retried every ten minutes.',
    safe: null,
  },
  divergence: {
    title: 'Registry and workflow differ',
    explains:
      "The registry does not show what the workflow holds, or the workflow running in Temporal is not the notice's own: it was reset, restored from an older copy, or another one was started under its name.",
    selfHeals: 'The alert ends if the difference disappears. Whatever a foreign workflow tries to record is refused.',
    safe: 'Rebuilding is safe. A foreign workflow, or one behind the registry, is ended, and the notice is started again from the registry. Otherwise the registry is written from the workflow.',
  },
  enforcement_silent: {
    title: 'No enforcement worker is running',
    explains:
      'An approved order is waiting for enforcement, and no enforcement worker has sent a heartbeat for half a minute. Nothing is enforced or restored, and no target is looked up.',
    selfHeals:
      'A worker that starts processes everything that is waiting. The alert ends with its first heartbeat. Start notice-desk-worker with WORKER_ROLE=enforcement.',
    safe: null,
  },
  canary_silent: {
    title: 'The canary has not come through',
    explains:
      'The notice that the desk sends itself to test all of its parts has not come through in time. The summary names the step at which it is stuck; real notices may be stuck there too.',
    selfHeals:
      'It continues as soon as it can, and the next one is sent on schedule. The first that comes through ends the alert.',
    safe: null,
  },
} as const satisfies Partial<Record<AlertKind, CauseWords>>;
