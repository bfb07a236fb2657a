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
  /** How many open notices run on a release; null: on none, since they began before there were any. */
  countOpen(build: string | null): Promise<number>;
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
    async countOpen(build) {
      const which =
        build === null
          ? 'TemporalWorkerDeploymentVersion IS NULL'
          : `TemporalWorkerDeploymentVersion = '${versionOf(build)}'`;
      const { count } = await inTime(() =>
        service.countWorkflowExecutions({ namespace, query: `${OPEN} AND ${which}` }),
      );
      return Number(count ?? 0);
    },
    pinnedTo: (build, limit) =>
      listOpenNotices(client, {
        that: `TemporalWorkerDeploymentVersion = '${versionOf(build)}' AND TemporalWorkflowVersioningBehavior = 'Pinned'`,
        limit,
      }),
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
function versionOf(build: string): string {
  return `${DEPLOYMENT}:${build.replaceAll("'", '')}`;
}

async function unlessEnded(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError) && grpcCodeOf(error) !== GRPC.NOT_FOUND) throw error;
  }
}
