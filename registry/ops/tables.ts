import type { ColumnType, Generated } from 'kysely';
import type { AlertKind } from '../../domain/alert.js';
import type { CanaryStep } from '../../domain/notices/canary-step.js';
import type { Json, Stamp } from '../columns.js';

export interface WatchdogTable {
  name: string;
  started_at: Date;
  heartbeat_at: Date;
  overdue: Generated<number>;
  oldest_at: Date | null;
}

export interface WatchdogPageTable {
  key: string;
  reason: string;
  body: Json<Record<string, unknown>>;
  created_at: Stamp;
  reply: string | null;
  accepted_at: Date | null;
}

export interface AlertTable {
  id: string;
  key: string;
  kind: AlertKind;
  notice_id: string | null;
  since: Stamp;
  summary: string;
  detail: ColumnType<Record<string, unknown>, string | undefined, string>;
  resolved_at: Date | null;
  /** Roles; null: everyone with access to its notice. */
  audience: Generated<string[] | null>;
}

export interface OutboxTable {
  id: Generated<number>;
  notice_id: string;
  kind: 'start' | 'command' | 'clocks';
  payload: Json<Record<string, unknown>>;
  created_at: Stamp;
  next_at: Stamp;
  attempts: Generated<number>;
  last_error: string | null;
  done_at: Date | null;
}

export interface WorkerHeartbeatTable {
  queue: string;
  process: string;
  started_at: Date;
  heartbeat_at: Date;
  apart_ms: number | null;
}

export interface WorkflowCheckTable {
  notice_id: string;
  checked_at: Stamp;
}

export interface ReconcilerPassTable {
  name: string;
  started_at: Date;
  finished_at: Date;
  open: number;
  looked: number;
  unanswered: number;
  found: number;
}

export interface CanaryTable {
  id: string;
  begins_at: Date;
  ends_by: Date;
  step: Generated<CanaryStep | 'planned'>;
  step_at: Stamp;
  finished_at: Date | null;
  passed: Generated<boolean>;
}

export interface OpsTables {
  canary: CanaryTable;
  workflow_check: WorkflowCheckTable;
  reconciler_pass: ReconcilerPassTable;
  watchdog: WatchdogTable;
  watchdog_page: WatchdogPageTable;
  worker_heartbeat: WorkerHeartbeatTable;
  alert: AlertTable;
  outbox: OutboxTable;
}
