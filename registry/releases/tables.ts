import type { Stamp } from '../columns.js';

export interface WorkerReleaseTable {
  build: string;
  queue: string;
  first_at: Stamp;
  heartbeat_at: Date;
}

export interface ReleasePromotionTable {
  id: string;
  build: string;
  reason: string;
  requested_by: string;
  requested_at: Date;
  expires_at: Date;
  confirmed_by: string | null;
  confirmed_at: Date | null;
}

export interface ReleaseTables {
  worker_release: WorkerReleaseTable;
  release_promotion: ReleasePromotionTable;
}
