import { toCsvRows } from '../../../domain/csv.js';
import type { GroundCode } from '../../../domain/targets/ground.js';
import type { TargetType, TargetFlag } from '../../../domain/targets/target.js';

export interface TableTarget {
  no: number;
  type: TargetType;
  locator: string;
  note: string;
  platformId: string | null;
  protectedClass: string | null;
  flags: TargetFlag[];
  problem: string | null;
  decision: {
    action: string;
    grounds: GroundCode[];
    countries: string[];
    note: string;
    byName: string | null;
    at: string | null;
  } | null;
  status: string;
  receipt: string | null;
  skipped: { reason: string } | null;
}

export const TABLE_HEAD = toCsvRows([
  [
    'no',
    'type',
    'locator',
    'note',
    'platform_id',
    'protected_class',
    'flags',
    'problem',
    'status',
    'action',
    'grounds',
    'countries',
    'decision_note',
    'decided_by',
    'decided_at',
    'receipt',
    'given_up_because',
  ],
]);

export function toTable(targets: readonly TableTarget[]): string {
  return toCsvRows(
    targets.map(({ decision, ...target }) => [
      target.no,
      target.type,
      target.locator,
      target.note,
      target.platformId,
      target.protectedClass,
      target.flags.join(' '),
      target.problem,
      target.status,
      decision?.action ?? null,
      decision?.grounds.join(' ') ?? null,
      decision?.countries.join(' ') ?? null,
      decision?.note ?? null,
      decision?.byName ?? null,
      decision?.at ?? null,
      target.receipt,
      target.skipped?.reason ?? null,
    ]),
  );
}
