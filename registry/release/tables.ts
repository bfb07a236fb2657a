import type { Stamp } from '../columns.js';

export interface WorkerReleaseTable {
  build: string;
  queue: string;
  first_at: Stamp;
  beat_at: Date;
}

/** Tables of this aggregate by name. */
export interface ReleaseTables {
  worker_release: WorkerReleaseTable;
}
