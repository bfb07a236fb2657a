import type { WorkflowService } from '@temporalio/client';
import { GRPC, findGrpcCode } from './grpc-code.js';

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
