import type { AttentionKind } from '../../../domain/attention.js';

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
      'The workflow of an open notice was ended from outside, has failed or is missing. Its clocks do not act and it takes no command. The registry has all of it.',
    selfHeals: 'Commands that come meanwhile are kept and carried out afterwards. Nothing else: this is for people.',
    safe: 'Rebuilding starts the notice from the registry: stage, clocks with their dues, yeses and what is still owed are as recorded. Each act on the platform and each letter is done once; what an older run still tries to record is refused.',
  },
  workflow_stuck: {
    title: 'The engine cannot go on with a notice',
    explains:
      'The task of the notice fails again and again, or its workflow does not answer although workers are there: it runs by name, and does nothing.',
    selfHeals: 'It is tried again, later each time. A worker that was repaired goes on where it stood.',
    safe: 'Look into the log of the workers first. Rebuilding ends the run and starts the notice from the registry with what is recorded.',
  },
  record_stuck: {
    title: 'A change cannot be put on record',
    explains:
      'The registry has refused a change of the notice for most of a minute. Nothing follows from it until it is on record.',
    selfHeals:
      "It is tried again. A command that the registry cannot hold is taken back and its author told; what is nobody's command is tried every ten minutes.",
    safe: null,
  },
  divergence: {
    title: 'Registry and workflow differ',
    explains:
      "What the registry shows is not what the workflow holds, or the workflow that runs in Temporal is not the notice's own: it was reset, restored from an older copy, or another one was started under its name.",
    selfHeals:
      "A difference that ends by itself ends the alert. What a workflow that is not the notice's own wants to record is refused.",
    safe: "Rebuilding is safe. A workflow that is not the notice's own, or is behind the registry, is ended, and the notice is started again from the registry. Otherwise the registry is written from the workflow.",
  },
  enforcement_silent: {
    title: 'No enforcement worker is running',
    explains:
      'An order is approved and waits to be carried out, and no enforcement worker has sent a heartbeat for half a minute. Nothing is enforced or restored, and no target is looked up.',
    selfHeals:
      'A worker that starts carries out everything that waits. The alert ends with its first heartbeat. Start notice-desk-worker with WORKER_ROLE=enforcement.',
    safe: null,
  },
  canary_silent: {
    title: 'The canary has not come through',
    explains:
      'The notice that the desk sends itself to see that all of its parts work has not come through in time. Its summary names the step at which it stands; real notices may stand there too.',
    selfHeals:
      'It goes on as soon as it can, and the next one is sent when it is due. The first that comes through ends this.',
    safe: null,
  },
} as const satisfies Partial<Record<AttentionKind, CauseWords>>;
