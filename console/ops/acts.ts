import type { AttentionKind } from '../../domain/attention.js';
import type { Permission } from '../../domain/people/permission.js';
import type { Cause } from './causes-of.js';
import type { AttentionItem } from './types.js';

/** What one may do about a cause. */
export type ActName =
  | 'retry'
  | 'pause'
  | 'resume'
  | 'acknowledge'
  | 'assign'
  | 'resend'
  | 'skip'
  | 'rebuild'
  | 'force_close';

export interface Act {
  name: ActName;
  keys?: string;
  /** Items it can be done to. */
  items: AttentionItem[];
  /** The permission that the person lacks. */
  lacks: Permission | null;
}

const ORDER: readonly ActName[] = [
  'retry',
  'pause',
  'resume',
  'acknowledge',
  'assign',
  'resend',
  'skip',
  'rebuild',
  'force_close',
];
const KEYS: Partial<Record<ActName, string>> = { retry: 't', pause: 'p', resume: 'p', assign: 's', acknowledge: 'e' };
const NEEDS: Partial<Record<ActName, Permission>> = { assign: 'assign', acknowledge: 'acknowledge_escalation' };
/** Causes at which it helps to stop acting on the platform until somebody has looked. */
const AT_THE_PLATFORM: readonly AttentionKind[] = [
  'platform_outage',
  'platform_refused',
  'platform_drift',
  'owner_changed',
  'protected_class_changed',
  'enforcement_refused',
];

/** Whether an act comes into question for an item. */
function fits(name: ActName, { kind, notice, repairs, detail }: AttentionItem): boolean {
  switch (name) {
    case 'assign':
      return notice !== null;
    case 'pause':
      return AT_THE_PLATFORM.includes(kind);
    case 'resume':
      return kind === 'enforcement_paused';
    case 'acknowledge':
      return notice !== null && typeof detail.clock === 'string' && typeof detail.level === 'number';
    default:
      return repairs.includes(name);
  }
}

/** What may be done about a cause, the mildest first; with what the person lacks for it. */
export function actsOf({ items }: Cause, may: (permission: Permission) => boolean): Act[] {
  return ORDER.flatMap((name) => {
    const fitting = items.filter((item) => fits(name, item));
    if (fitting.length === 0) return [];
    const needed = NEEDS[name] ?? 'repair';
    const keys = KEYS[name];
    return [{ name, items: fitting, lacks: may(needed) ? null : needed, ...(keys === undefined ? {} : { keys }) }];
  });
}

/** What a person chose in the dialog of an act. */
export interface Choice {
  items: readonly AttentionItem[];
  reason: string;
  /** One target alone. */
  target: number | null;
  /** Every notice of the desk, those without a reason to look too. */
  everywhere: boolean;
}

export interface ActCall {
  /** Number of the notice, for what is told afterwards. */
  number: string | null;
  notice: string | null;
  path: string;
  body: Record<string, unknown>;
}

/** The requests that carry an act out, one a notice. */
export function callsOf(name: Exclude<ActName, 'assign'>, { items, reason, target, everywhere }: Choice): ActCall[] {
  if (everywhere) return [{ number: null, notice: null, path: `/v1/ops/enforcement/${name}`, body: { reason } }];
  if (name === 'acknowledge') return items.map(acknowledging);
  const perNotice = [...new Map(items.map((item) => [item.notice, item])).values()];
  return perNotice.map(({ notice, number }) => {
    if (name === 'pause' || name === 'resume') {
      return {
        number,
        notice,
        path: `/v1/ops/enforcement/${name}`,
        body: notice === null ? { reason } : { notice, reason },
      };
    }
    return {
      number,
      notice,
      path: `/v1/ops/notices/${notice}/repair`,
      body: { action: name, reason, ...(target === null ? {} : { target }) },
    };
  });
}

function acknowledging({ number, notice, detail: { clock, level } }: AttentionItem): ActCall {
  return { number, notice, path: `/v1/notices/${notice}/acknowledge-escalation`, body: { clock, level } };
}

/** Targets that an item names, for an act on one of them. */
export function targetsOf({ detail }: AttentionItem): number[] {
  const { targets } = detail;
  return Array.isArray(targets) ? targets.filter((no): no is number => typeof no === 'number') : [];
}

/** Acts after which nothing is as before, or that touch every notice: none is chosen beforehand. */
export function isGrave(name: ActName): boolean {
  return name === 'skip' || name === 'force_close';
}
