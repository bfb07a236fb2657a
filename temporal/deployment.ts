import type { WorkflowService } from '@temporalio/client';
import { GRPC, grpcCodeOf } from './grpc-code.js';

/** Both kinds of worker are this deployment's; its versions are the releases, by their build. */
export const DEPLOYMENT = 'notice-desk';

/** A way to the server, for what the SDK has no client of. */
export interface Deployments {
  service: WorkflowService;
  namespace: string;
}

/** What the engine knows of a release. */
export interface DeployedRelease {
  build: string;
  /** Whether notices begin on it. */
  isCurrent: boolean;
  /** Whether it was current and no notice is pinned to it any more, as the engine has last looked. */
  isDrained: boolean;
  /** When it first became current; null: never. */
  firstCurrentAt: Date | null;
  /** When it stopped being current; null: it is, or never was. */
  replacedAt: Date | null;
}

/** The engine's number for a version that holds no open workflow. */
const DRAINED = 2;

/** The releases whose workers have polled, the current one among them; none before the first has. */
export async function listDeployed({ service, namespace }: Deployments): Promise<DeployedRelease[]> {
  const described = await service
    .describeWorkerDeployment({ namespace, deploymentName: DEPLOYMENT })
    .catch((error: unknown) => {
      if (grpcCodeOf(error) === GRPC.NOT_FOUND) return null;
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

/** Makes a release the current one. False: the engine has not heard of all its workers yet. */
export async function makeCurrent({ service, namespace }: Deployments, build: string): Promise<boolean> {
  try {
    await service.setWorkerDeploymentCurrentVersion({ namespace, deploymentName: DEPLOYMENT, buildId: build });
    return true;
  } catch (error) {
    const code = grpcCodeOf(error);
    if (code === GRPC.NOT_FOUND || code === GRPC.FAILED_PRECONDITION) return false;
    throw error;
  }
}

function toDate(stamp: { seconds?: unknown } | null | undefined): Date | null {
  return stamp == null ? null : new Date(Number(stamp.seconds ?? 0) * 1000);
}
