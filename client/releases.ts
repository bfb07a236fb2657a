import { type Client, WorkflowNotFoundError, type WorkflowService } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import { GRPC, findGrpcCode } from './connection/grpc-code.js';
import { listOpenNotices } from './list.js';

const CALL_MS = 10_000;
const LIST_MS = 30_000;

/** Worker deployment of both kinds of workers; its versions are the releases, by build id. */
export const DEPLOYMENT = 'notice-desk';

export interface Deployments {
  service: WorkflowService;
  namespace: string;
}

export interface DeployedRelease {
  build: string;
  isCurrent: boolean;
  /** Whether it was current and no notice is pinned to it, as of Temporal's last check. */
  isDrained: boolean;
  /** When it first became current; null if never. */
  firstCurrentAt: Date | null;
  /** When it stopped being current; null if it is current or never was. */
  replacedAt: Date | null;
}

/** Temporal's side of releases. Every call throws if Temporal does not answer. */
export interface EngineReleases {
  list(): Promise<DeployedRelease[]>;
  /**
   * Makes a release current: new notices start on it and open ones move to it. False: Temporal has not seen all its
   * workers yet.
   */
  promote(build: string): Promise<boolean>;
  /**
   * Ids of open notices pinned to a release, limited; null: of those on no release, which started before there were
   * any. Returns ids instead of counts, because Temporal also counts secret notices and only the registry knows their
   * readers.
   */
  pinnedTo(build: string | null, limit: number): Promise<string[]>;
  /**
   * Wakes a notice so that it moves; `callOff`: it no longer waits for work in progress. Ignores a notice that has
   * ended.
   */
  nudge(noticeId: string, how: { callOff: boolean }): Promise<void>;
  /** Unpins a notice from a release without workers: it follows the current one from then on. */
  takeAlong(noticeId: string): Promise<void>;
}

export function createEngineReleases(client: Client): EngineReleases {
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

/** Removes quotes, because the name of a build comes from the build. */
function pinnedTo(build: string | null): string {
  if (build === null) return 'TemporalWorkerDeploymentVersion IS NULL';
  const version = `${DEPLOYMENT}:${build.replaceAll("'", '')}`;
  return `TemporalWorkerDeploymentVersion = '${version}' AND TemporalWorkflowVersioningBehavior = 'Pinned'`;
}

async function unlessEnded(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError) && findGrpcCode(error) !== GRPC.NOT_FOUND) throw error;
  }
}

const DRAINED = 2;

/** Lists the releases whose workers have polled; empty before the first has. */
export async function listDeployed({ service, namespace }: Deployments): Promise<DeployedRelease[]> {
  const described = await service
    .describeWorkerDeployment({ namespace, deploymentName: DEPLOYMENT })
    .catch((error: unknown) => {
      if (findGrpcCode(error) === GRPC.NOT_FOUND) return null;
      throw error;
    });
  const { routingConfig, versionSummaries = [] } = described?.workerDeploymentInfo ?? {};
  const current = routingConfig?.currentDeploymentVersion?.buildId;
  return (versionSummaries ?? []).flatMap(
    ({ deploymentVersion, drainageInfo, firstActivationTime, lastDeactivationTime }) => {
      const build = deploymentVersion?.buildId;
      const drainage: number = drainageInfo?.status ?? 0;
      if (!build) return [];
      return [
        {
          build,
          isCurrent: build === current,
          isDrained: drainage === DRAINED,
          firstCurrentAt: toDate(firstActivationTime),
          replacedAt: toDate(lastDeactivationTime),
        },
      ];
    },
  );
}

/** Makes a release current; returns false if Temporal does not know all its workers yet. */
export async function makeCurrent({ service, namespace }: Deployments, build: string): Promise<boolean> {
  try {
    await service.setWorkerDeploymentCurrentVersion({ namespace, deploymentName: DEPLOYMENT, buildId: build });
    return true;
  } catch (error) {
    const code = findGrpcCode(error);
    if (code === GRPC.NOT_FOUND || code === GRPC.FAILED_PRECONDITION) return false;
    throw error;
  }
}

function toDate(stamp: { seconds?: unknown } | null | undefined): Date | null {
  return stamp == null ? null : new Date(Number(stamp.seconds ?? 0) * 1000);
}
