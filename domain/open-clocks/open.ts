import { isOneOf } from '../is-one-of.js';
import {
  OWN_ACTS,
  type CalendarVersion,
  type ClockRule,
  type RegimeVersion,
  type StartFact,
} from '../rulebook/regime.js';
import { isFollowUp, type NoticeKind } from '../notices/notice.js';
import type { NoticeFacts } from './facts.js';
import { breachOfFloor, type Judgeable } from './floor.js';
import { buildEscalation, buildEscalationPlan } from './escalation.js';
import {
  planAfterFloor,
  policyPlan,
  planOfOrder,
  planOfRule,
  type Basis,
  type OrderedDeadline,
  type ClockPlan,
} from './plan.js';
import { computeInSpan, buildReceipt } from './receipt.js';
import { endWithComply } from './shorten.js';
import type { OpenedClock } from './opened-clock.js';

export interface OpenClocksInput {
  regime: RegimeVersion;
  calendar: CalendarVersion | null;
  /** Other laws that apply, or may apply, to the same order; for each duty the clock due first runs. */
  alongside?: readonly LawAlongside[] | undefined;
  kind?: NoticeKind | undefined;
  facts: NoticeFacts;
  ordered?: OrderedDeadline | undefined;
  /** Opens only the clocks that this fact starts; absent: all that have started. */
  startsOn?: StartFact | undefined;
  secret?: boolean | undefined;
  tzVersion: string;
  newId: () => string;
}

/** `isUndecided`: a candidate law, until triage decides which one governs. */
export interface LawAlongside {
  regime: RegimeVersion;
  calendar: CalendarVersion | null;
  isUndecided?: boolean;
}

export interface OpenedClocks {
  clocks: OpenedClock[];
  /** Rules that could not be computed, in words; the default time runs in their place. */
  problems: string[];
  undercut: string[];
}

interface Opening {
  ground: Basis;
  newId: () => string;
}

function openOne(plan: ClockPlan, { ground, newId }: Opening): OpenedClock | { error: string } {
  const computed = computeInSpan(buildReceipt(plan, ground), plan.notes, ground);
  if ('error' in computed) return computed;
  const { receipt, dueAtMs } = computed;
  if (dueAtMs === null) return { error: 'the clock has no due' };
  const { startsAtMs } = plan;
  return {
    clock: {
      id: newId(),
      kind: plan.kind,
      owner: plan.owner,
      basis: plan.basis,
      state: 'running',
      startsAtMs,
      dueAtMs,
      metAtMs: null,
      pausedAtMs: null,
      confirmed: plan.confirmed,
      enteredBy: plan.enteredBy,
      mayPause: plan.counting.stop,
      mayExtend: plan.mayExtend,
      escalation: buildEscalation(buildEscalationPlan(receipt), startsAtMs, dueAtMs),
      ...(plan.form === 'floor' ? { form: plan.form } : {}),
    },
    receipt,
  };
}

/** Opens one plan; if it cannot be computed, the default time of its kind runs. A clock is never silently dropped. */
function openOrPolicy(plan: ClockPlan, opening: Opening, problems: string[]): OpenedClock[] {
  const { ground } = opening;
  const opened = openOne(plan, opening);
  if (!('error' in opened)) return [opened];
  const { id, version } = ground.regime;
  problems.push(`The ${plan.kind} clock of ${id} ${version} cannot be computed: ${opened.error}.`);
  // A floor that cannot be computed protects nothing: only the problem is reported.
  if (plan.form === 'floor') return [];
  const instead = openOne(policyPlan(plan, opened.error, ground), opening);
  return 'error' in instead ? [] : [instead];
}

function buildPlans(ground: Basis, isWanted: (rule: ClockRule) => boolean): ClockPlan[] {
  const active = ground.regime.clocks.filter(isWanted).flatMap((rule) => {
    const plan = rule.counting === null ? null : planOfRule(rule, rule.counting, ground);
    return plan === null ? [] : [{ plan, windowed: rule.windows.length > 0 }];
  });
  const isDisplaced = ({ plan, windowed }: (typeof active)[number]) =>
    !windowed && active.some((other) => other.windowed && isSameDuty(other.plan, plan));
  return active.filter((candidate) => !isDisplaced(candidate)).map(({ plan }) => plan);
}

function isSameDuty(
  one: Pick<ClockPlan, 'kind' | 'owner' | 'form'>,
  other: Pick<ClockPlan, 'kind' | 'owner' | 'form'>,
): boolean {
  return one.kind === other.kind && one.owner === other.owner && one.form === other.form;
}

function isDisplacedByOrder({ clock }: OpenedClock, ordered: OpenedClock): boolean {
  return (
    clock.kind === 'comply' &&
    clock.owner === 'us' &&
    clock.form !== 'floor' &&
    clock !== ordered.clock &&
    (clock.dueAtMs ?? 0) >= (ordered.clock.dueAtMs ?? 0)
  );
}

function addStricter(clocks: OpenedClock[], others: readonly OpenedClock[], said: string): OpenedClock[] {
  let kept = clocks;
  for (const other of others) {
    // A floor guards against the demand of its own law, so that of another law says nothing about this one.
    if (other.clock.basis !== 'law' || other.clock.owner !== 'us' || other.clock.form === 'floor') continue;
    const same = kept.filter(({ clock }) => clock.kind === other.clock.kind && clock.owner === 'us');
    if (same.some(({ clock }) => (clock.dueAtMs ?? 0) <= (other.clock.dueAtMs ?? 0))) continue;
    const { receipt } = other;
    const working = [said, ...receipt.working];
    kept = [...kept.filter((opened) => !same.includes(opened)), { ...other, receipt: { ...receipt, working } }];
  }
  return kept;
}

function formatTwo({ id }: RegimeVersion, { regime: other, isUndecided = false }: LawAlongside): string {
  return isUndecided
    ? `Two laws may apply (${id}, ${other.id}): the stricter runs until triage has decided.`
    : `Two laws apply (${id}, ${other.id}): the stricter runs.`;
}

/** Until when our law forbids us to disclose; -Infinity: it does not, or no longer. */
function findDisclosureFloor(floors: readonly Judgeable[], facts: NoticeFacts): number {
  const ends = floors
    .filter(({ guards }) => guards === 'disclosure')
    .map((floor) => breachOfFloor(floor, { facts, ordered: null }).opened?.clock)
    .map((clock) => (clock?.state === 'running' ? clock.dueAtMs : null) ?? -Infinity);
  return Math.max(-Infinity, ...ends);
}

/** Complying by the very instant before which disclosure is forbidden would be impossible. */
function isHeld({ clock: { kind, owner, basis, dueAtMs } }: OpenedClock, heldUntilMs: number): boolean {
  return kind === 'comply' && owner === 'us' && basis === 'law' && (dueAtMs ?? 0) <= heldUntilMs;
}

/** Our duties that a follow-up restarts; rights, and the authority's duties, were started by the order itself. */
const RENEWED: readonly ClockRule['kind'][] = ['acknowledge', 'decide', 'comply', 'inform', 'reply', 'secrecy'];
const ASKING_NOTHING: readonly NoticeKind[] = ['confirmation', 'revocation'];

/**
 * Whether a document starts a clock of its law. A reminder or the like counts as a repeated order, which is the
 * stricter reading.
 */
function isStartedBy(kind: NoticeKind | undefined, { noticeKinds }: RegimeVersion, rule: ClockRule): boolean {
  if (kind === undefined || !isFollowUp(kind) || kind === 'amendment') return true;
  // A law about such documents states itself what they start, and clocks that count from our own act always start.
  if (noticeKinds.includes(kind) || isOneOf(OWN_ACTS, rule.startsOn)) return true;
  if (rule.owner === 'authority' || !RENEWED.includes(rule.kind)) return false;
  return rule.kind !== 'comply' || rule.counting === null || !ASKING_NOTHING.includes(kind);
}

/**
 * Opens the clocks that a regime and the order itself start, each with a receipt to recompute it. Clocks whose start
 * has not happened are omitted.
 */
export function openClocks(input: OpenClocksInput): OpenedClocks {
  const { regime, calendar, facts, tzVersion, newId, alongside = [], startsOn, secret = true, kind } = input;
  const problems: string[] = [];
  const isWanted = (rule: ClockRule) =>
    (startsOn === undefined || rule.startsOn === startsOn) &&
    (secret || rule.kind !== 'secrecy') &&
    isStartedBy(kind, regime, rule);
  const openAll = (ground: Basis) =>
    buildPlans(ground, isWanted).flatMap((plan) =>
      openOrPolicy(plan, { ground, newId }, problems).map((opened) => ({ opened, plan, guards: plan.guards })),
    );

  const ground = { regime, calendar, facts, tzVersion };
  const byRule = openAll(ground);
  const floors = byRule.filter(({ opened }) => opened.clock.form === 'floor');
  const heldUntilMs = findDisclosureFloor(floors, facts);
  let clocks = byRule
    .filter(({ opened }) => opened.clock.form !== 'floor')
    .flatMap(({ opened, plan }) =>
      isHeld(opened, heldUntilMs)
        ? openOrPolicy(planAfterFloor(plan, heldUntilMs, regime), { ground, newId }, problems)
        : [opened],
    );
  for (const other of alongside) {
    const theirs = openAll({ ...other, facts, tzVersion }).map(({ opened }) => opened);
    clocks = addStricter(clocks, theirs, formatTwo(regime, other));
  }
  const [ordered] = input.ordered ? openOrPolicy(planOfOrder(input.ordered, ground), { ground, newId }, problems) : [];
  if (ordered) clocks = [...clocks.filter((opened) => !isDisplacedByOrder(opened, ordered)), ordered];

  clocks = endWithComply(clocks);

  const judged = floors.map((floor) => breachOfFloor(floor, { facts, ordered: ordered?.clock ?? null }));
  return {
    clocks: [...clocks, ...judged.flatMap(({ opened }) => (opened === null ? [] : [opened]))],
    problems,
    undercut: judged.flatMap(({ undercut }) => (undercut === null ? [] : [undercut])),
  };
}
