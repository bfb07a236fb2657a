import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../../domain/notice/notice.js';
import { DEPLOYMENT, type DeployedRelease, listDeployed, makeCurrent } from '../../temporal/deployment.js';
import { GRPC, grpcCodeOf } from '../../temporal/grpc-code.js';
import { listOpenNotices, OPEN } from './open-notices.js';

/** How long one call may take. A release becomes current in steps of the engine's own, each a task. */
const CALL_MS = 10_000;

/** The engine's side of releases. Every call throws where the engine does not answer. */
export interface Releases {
  /** The releases whose workers have polled. */
  list(): Promise<DeployedRelease[]>;
  /** Makes one current, so that notices begin on it and move to it. False: the engine has not heard of all its workers. */
  promote(build: string): Promise<boolean>;
  /**
   * How many open notices a release's workers carry; null: those on none, since they began before there were any. One that
   * is not pinned goes on with the current release, whichever did its last task.
   */
  countOpen(release: Pick<DeployedRelease, 'build' | 'isCurrent'> | null): Promise<number>;
  /** Ids of notices pinned to a release, at most so many. */
  pinnedTo(build: string, limit: number): Promise<string[]>;
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
    async countOpen(release) {
      const count = async (which: string) => {
        const query = `${OPEN} AND ${which}`;
        return Number((await inTime(() => service.countWorkflowExecutions({ namespace, query }))).count ?? 0);
      };
      if (release === null) return count('TemporalWorkerDeploymentVersion IS NULL');
      const pinned = await count(pinnedTo(release.build));
      return release.isCurrent ? pinned + (await count(`TemporalWorkflowVersioningBehavior = 'AutoUpgrade'`)) : pinned;
    },
    pinnedTo: (build, limit) => listOpenNotices(client, { that: pinnedTo(build), limit }),
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
function pinnedTo(build: string): string {
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
