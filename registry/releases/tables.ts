import type { Generated } from 'kysely';
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

export interface ReleaseCheckTable {
  id: string;
  build: string;
  requested_by: string;
  requested_at: Date;
  claimed_at: Generated<Date | null>;
  finished_at: Generated<Date | null>;
  digest: Generated<string | null>;
  notices: Generated<number | null>;
  differing: Generated<string[]>;
  ms_each: Generated<number | null>;
}

export interface ReleaseTables {
  release_check: ReleaseCheckTable;
  worker_release: WorkerReleaseTable;
  release_promotion: ReleasePromotionTable;
}
