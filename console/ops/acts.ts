import type { AlertKind } from '../../domain/alert.js';
import type { Permission } from '../../domain/people/permission.js';
import type { CauseGroup } from './group-causes.js';
import type { AlertItem } from './types.js';

/** Least severe first. */
const OPS_ACTS = [
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
] as const;
export type OpsActName = (typeof OPS_ACTS)[number];

export interface OpsAct {
  name: OpsActName;
  keys?: string;
  items: AlertItem[];
  /** The permission the person lacks; null if none. */
  lacks: Permission | null;
}

const KEYS: Partial<Record<OpsActName, string>> = {
  retry: 't',
  pause: 'p',
  resume: 'p',
  assign: 's',
  acknowledge: 'e',
};
const NEEDS: Partial<Record<OpsActName, Permission>> = {
  assign: 'assign',
  acknowledge: 'acknowledge_escalation',
  confirm: 'confirm_pause',
};
/** Alert kinds for which pausing enforcement helps until somebody has looked. */
const AT_THE_PLATFORM: readonly AlertKind[] = [
  'platform_outage',
  'platform_refused',
  'platform_drift',
  'owner_changed',
  'protected_class_changed',
  'enforcement_refused',
];

/** Whether an act applies to an item and this reader; a person cannot confirm a pause of their own. */
function fits(name: OpsActName, { kind, notice, repairs, detail }: AlertItem, me: string | undefined): boolean {
  switch (name) {
    case 'assign':
      return notice !== null;
    case 'pause':
      return AT_THE_PLATFORM.includes(kind);
    case 'confirm':
      return kind === 'enforcement_paused' && typeof detail.requestedUntil === 'string' && detail.by !== me;
    case 'resume':
      return kind === 'enforcement_paused' || kind === 'restored';
    case 'acknowledge':
      return notice !== null && typeof detail.clock === 'string' && typeof detail.level === 'number';
    default:
      return repairs.includes(name);
  }
}

/** Returns the acts for a cause, least severe first, each with the permission the reader lacks. */
export function listOpsActs({ items }: CauseGroup, may: (permission: Permission) => boolean, me?: string): OpsAct[] {
  return OPS_ACTS.flatMap((name) => {
    const fitting = items.filter((item) => fits(name, item, me));
    if (fitting.length === 0) return [];
    const needed = NEEDS[name] ?? 'repair';
    const keys = KEYS[name];
    return [{ name, items: fitting, lacks: may(needed) ? null : needed, ...(keys === undefined ? {} : { keys }) }];
  });
}

export interface ActChoice {
  items: readonly AlertItem[];
  reason: string;
  target: number | null;
  /** Applies to every notice, including those without an alert. */
  everywhere: boolean;
  /** End of a pause, RFC 3339; it ends after one hour if omitted. */
  until?: string | undefined;
}

export interface ActCall {
  number: string | null;
  notice: string | null;
  path: string;
  body: Record<string, unknown>;
}

/** Rebuilds every notice that needs it, one page per request; repeat it with `nextCursor` until that is null. */
export const REBUILD_ALL = '/v1/ops/rebuild-all';

export function goesEverywhere(name: OpsActName): name is 'pause' | 'rebuild' {
  return name === 'pause' || name === 'rebuild';
}

/** Returns the requests that carry out an act, one per notice, or a single one for all notices. */
export function buildCalls(
  name: Exclude<OpsActName, 'assign'>,
  { items, reason, target, everywhere, until }: ActChoice,
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

function acknowledging({ number, notice, detail: { clock, level } }: AlertItem): ActCall {
  return { number, notice, path: `/v1/notices/${notice}/acknowledge-escalation`, body: { clock, level } };
}

export function listItemTargets({ detail }: AlertItem): number[] {
  const { targets } = detail;
  return Array.isArray(targets) ? targets.filter((no): no is number => typeof no === 'number') : [];
}

/** Irreversible acts, for which no item is preselected. */
export function isGrave(name: OpsActName): boolean {
  return name === 'skip' || name === 'force_close';
}

export function asksNoReason(name: OpsActName): boolean {
  return name === 'acknowledge' || name === 'confirm';
}

export const PAUSE_HOURS = ['1', '4', '12', '24', '72'] as const;
export type PauseHours = (typeof PAUSE_HOURS)[number];

/** Returns the end of a pause; one hour is the API's default and is not sent. */
export function computeUntil(hours: PauseHours, now: number): string | undefined {
  return hours === '1' ? undefined : new Date(now + Number(hours) * 3_600_000).toISOString();
}
