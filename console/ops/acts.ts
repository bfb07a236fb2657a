import type { AttentionKind } from '../../domain/attention.js';
import type { Permission } from '../../domain/people/permission.js';
import type { Cause } from './causes-of.js';
import type { AttentionItem } from './types.js';

/** What one may do about a cause. */
export type ActName =
  | 'retry'
  | 'pause'
  | 'confirm'
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
  'confirm',
  'resume',
  'acknowledge',
  'assign',
  'resend',
  'skip',
  'rebuild',
  'force_close',
];
const KEYS: Partial<Record<ActName, string>> = { retry: 't', pause: 'p', resume: 'p', assign: 's', acknowledge: 'e' };
const NEEDS: Partial<Record<ActName, Permission>> = {
  assign: 'assign',
  acknowledge: 'acknowledge_escalation',
  confirm: 'confirm_pause',
};
/** Causes at which it helps to stop acting on the platform until somebody has looked. */
const AT_THE_PLATFORM: readonly AttentionKind[] = [
  'platform_outage',
  'platform_refused',
  'platform_drift',
  'owner_changed',
  'protected_class_changed',
  'enforcement_refused',
];

/** Whether an act comes into question for an item, and for this reader: nobody agrees to a pause of their own. */
function fits(name: ActName, { kind, notice, repairs, detail }: AttentionItem, me: string | undefined): boolean {
  switch (name) {
    case 'assign':
      return notice !== null;
    case 'pause':
      return AT_THE_PLATFORM.includes(kind);
    case 'confirm':
      return kind === 'enforcement_paused' && typeof detail.askedUntil === 'string' && detail.by !== me;
    case 'resume':
      return kind === 'enforcement_paused' || kind === 'restored';
    case 'acknowledge':
      return notice !== null && typeof detail.clock === 'string' && typeof detail.level === 'number';
    default:
      return repairs.includes(name);
  }
}

/** What may be done about a cause, the mildest first; with what the person lacks for it. */
export function actsOf({ items }: Cause, may: (permission: Permission) => boolean, me?: string): Act[] {
  return ORDER.flatMap((name) => {
    const fitting = items.filter((item) => fits(name, item, me));
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
  /** Of a pause: when it ends by itself, RFC 3339; absent: after an hour. */
  until?: string;
}

export interface ActCall {
  /** Number of the notice, for what is told afterwards. */
  number: string | null;
  notice: string | null;
  path: string;
  body: Record<string, unknown>;
}

/** Rebuilds every notice that needs it, a page a request: it is sent again with `nextCursor` until there is none. */
export const REBUILD_ALL = '/v1/ops/rebuild-all';

/** Acts that one may ask for every notice of the desk at once. */
export function goesEverywhere(name: ActName): name is 'pause' | 'rebuild' {
  return name === 'pause' || name === 'rebuild';
}

/** The requests that carry an act out, one a notice. */
export function callsOf(
  name: Exclude<ActName, 'assign'>,
  { items, reason, target, everywhere, until }: Choice,
): ActCall[] {
  const why = name === 'confirm' ? {} : { reason, ...(name === 'pause' && until !== undefined ? { until } : {}) };
  if (everywhere)
    return [
      { number: null, notice: null, path: name === 'rebuild' ? REBUILD_ALL : `/v1/ops/enforcement/${name}`, body: why },
    ];
  if (name === 'acknowledge') return items.map(acknowledging);
  const perNotice = [...new Map(items.map((item) => [item.notice, item])).values()];
  return perNotice.map(({ notice, number }) => {
    if (name === 'pause' || name === 'confirm' || name === 'resume') {
      return {
        number,
        notice,
        path: `/v1/ops/enforcement/${name}`,
        body: notice === null ? why : { notice, ...why },
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

/** Acts that are an answer and give no reason of their own. */
export function asksNoReason(name: ActName): boolean {
  return name === 'acknowledge' || name === 'confirm';
}

/** How long a pause may be wanted, in hours. */
export const PAUSE_HOURS = ['1', '4', '12', '24', '72'] as const;
export type PauseHours = (typeof PAUSE_HOURS)[number];

/** When a pause of so many hours ends; an hour is what one has without asking. */
export function untilOf(hours: PauseHours, now: number): { until?: string } {
  return hours === '1' ? {} : { until: new Date(now + Number(hours) * 3_600_000).toISOString() };
}
