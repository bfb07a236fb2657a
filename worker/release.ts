import { readFileSync } from 'node:fs';
import type { WorkerDeploymentOptions } from '@temporalio/worker';
import { z } from 'zod';
import type { WorkerVersioning } from '../domain/releases/turn.js';
import { DEPLOYMENT } from '../client/releases.js';

const release = z.object({ build: z.string().min(1) });

export function readBuild(): string {
  return release.parse(JSON.parse(readFileSync(new URL('../release.json', import.meta.url), 'utf8'))).build;
}

export function deploymentOptions(build: string, versioning: WorkerVersioning): WorkerDeploymentOptions {
  return {
    useWorkerVersioning: true,
    version: { deploymentName: DEPLOYMENT, buildId: build },
    defaultVersioningBehavior: versioning === 'pinned' ? 'PINNED' : 'AUTO_UPGRADE',
  };
}
