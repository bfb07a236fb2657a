import type { SharedServices } from '../application/services.js';
import { publishingJobs } from '../features/publishing/jobs/publishing-jobs.js';
import type { Job } from '../process/run-every.js';

/** Background jobs of the optional features (docs/adr/0041). */
export const FEATURE_JOBS: readonly ((services: SharedServices) => Job[])[] = [publishingJobs];
