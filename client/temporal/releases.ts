import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../../domain/notice/notice.js';
import { DEPLOYMENT, type DeployedRelease, listDeployed, makeCurrent } from '../../temporal/deployment.js';
import { GRPC, grpcCodeOf } from '../../temporal/grpc-code.js';
import { listOpenNotices } from './open-notices.js';

/** How long one call may take. A release becomes current in steps of the engine's own, each a task. */
const CALL_MS = 10_000;
/** How long a list of up to a hundred pages may take. */
const LIST_MS = 30_000;

/** The engine's side of releases. Every call throws where the engine does not answer. */
export interface Releases {
  /** The releases whose workers have polled. */
  list(): Promise<DeployedRelease[]>;
  /** Makes one current, so that notices begin on it and move to it. False: the engine has not heard of all its workers. */
  promote(build: string): Promise<boolean>;
  /**
   * Ids of open notices pinned to a release, at most so many; null: of those on no release, because they began before there were any.
   * There are only ids and no counts: the engine counts secret notices too, and the registry knows who may read them.
   */
  pinnedTo(build: string | null, limit: number): Promise<string[]>;
  /** Wakes a notice so that it moves; `callOff`: it waits no longer for what is under way. One that has ended is left alone. */
  nudge(noticeId: string, how: { callOff: boolean }): Promise<void>;
  /** Takes a notice from a release that nobody runs any more: from now on it goes with the current one. */
  takeAlong(noticeId: string): Promise<void>;
}

/** The releases as this client's server has them. */
export function releasesOf(client: Client): Releases {
  const { namespace } = client.options;
  const service = client.connection.workflowService;
  const deployments = { service, namespace };
  const inTime = <Answer>(call: () => Promise<Answer>) => client.withDeadline(Date.now() + CALL_MS, call);
  return {
    list: () => inTime(() => listDeployed(deployments)),
    promote: (build) => inTime(() => makeCurrent(deployments, build)),
    pinnedTo: (build, limit) =>
      client.withDeadline(Date.now() + LIST_MS, () => listOpenNotices(client, { that: pinnedTo(build), limit })),
    async nudge(noticeId, how) {
      const handle = client.workflow.getHandle(makeNoticeWorkflowId(noticeId));
      await unlessEnded(() => inTime(() => handle.signal('nudge', how)));
    },
    async takeAlong(noticeId) {
      const workflowExecution = { workflowId: makeNoticeWorkflowId(noticeId) };
      await unlessEnded(() =>
        inTime(() =>
          service.updateWorkflowExecutionOptions({
            namespace,
            workflowExecution,
            workflowExecutionOptions: { versioningOverride: { autoUpgrade: true } },
            updateMask: { paths: ['versioning_override'] },
          }),
        ),
      );
    },
  };
}

/** A build's name is of the build's making; quotes have no place in one. */
function pinnedTo(build: string | null): string {
  if (build === null) return 'TemporalWorkerDeploymentVersion IS NULL';
  const version = `${DEPLOYMENT}:${build.replaceAll("'", '')}`;
  return `TemporalWorkerDeploymentVersion = '${version}' AND TemporalWorkflowVersioningBehavior = 'Pinned'`;
}

async function unlessEnded(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError) && grpcCodeOf(error) !== GRPC.NOT_FOUND) throw error;
  }
}
