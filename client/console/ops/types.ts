import type { Repair } from '../../api/routes/ops/repairs.js';
import type { NoticeSummary } from '../http/types.js';

/** One reason to look, as the desk answers it. */
export interface AttentionItem {
  id: string;
  kind: string;
  notice: string | null;
  number: string | null;
  since: string;
  /** Why, in plain words. */
  summary: string;
  detail: Record<string, unknown>;
  repairs: Repair[];
  temporalUrl: string | null;
  /** The cause in a sentence, the same for every item of its kind. */
  title: string;
  explains: string;
  /** What the desk does about it by itself. */
  selfHeals: string;
  /** Why the repairs do no harm. */
  safe: string | null;
  /** The clock that the queue shows of the notice. */
  due: NoticeSummary['due'];
}

/** How the desk runs: read every few seconds, also while the engine is away. */
export interface Overview {
  /** null while the engine cannot be asked. */
  queues: { name: string; workers: number; backlog: number; oldestSeconds: number | null }[] | null;
  /** By the minute, over the last two hours. */
  series: { at: string; applied: number; decisions: number; letters: number; received: number }[];
  /** How late timers fired, in milliseconds. */
  timerLag: { at: string; p50: number; p99: number }[];
  dueSoon: { notice: string; number: string; kind: string; dueAt: string; atRisk: boolean }[];
  /** With those beyond what is listed. */
  dueSoonTotal: number;
  repairedToday: {
    at: string;
    by: string;
    byName: string;
    notice: string;
    number: string;
    action: 'retry' | 'skip';
    /** null: several. */
    target: number | null;
    targets: number;
    reason: string;
  }[];
}
