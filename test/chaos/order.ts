import type { Dice } from './dice.js';
import type { Name } from './journal.js';
import { targetId } from '../../desk/simulators/platform-target.js';

/**
 * Items shared by many orders, so that one order lifts what another holds. Not too few: an act waits for a lifting of
 * the same item in progress, and while all wait for each other a kill hits little.
 */
const POOL_ACCOUNTS = 400;
const POOL_PAGES = 100;

export const POOL: readonly Name[] = [
  ...Array.from({ length: POOL_ACCOUNTS }, (_, at) => ({ type: 'account', locator: `@pool_${at + 1}` })),
  ...Array.from({ length: POOL_PAGES }, (_, at) => ({ type: 'url', locator: `https://site.example/pool/${at + 1}` })),
];

export interface SeededItem extends Name {
  id?: string;
  exists?: boolean;
  protectedClass?: string;
}

export interface DrawnOrder {
  reference: string;
  /** As sent, including exact duplicates. */
  rows: Name[];
  /** As they should be stored. */
  distinct: Name[];
  items: string[];
  seeded: SeededItem[];
  protectedItems: string[];
  missing: number[];
}

export const toItemId = ({ type, locator }: Name): string => targetId(type as Parameters<typeof targetId>[0], locator);

/** Another name of the same item, as people write it. */
function nearName({ type, locator }: Name): Name {
  return { type, locator: type === 'account' ? locator.toUpperCase() : `${locator}/` };
}

/**
 * Draws an order of one run: some items of the pool and some of its own, with duplicates, near duplicates and hard
 * cases.
 */
export function drawOrder(dice: Dice, { seed, life }: { seed: number; life: number }): DrawnOrder {
  const size = dice.pick([
    () => dice.whole(20, 50),
    () => dice.whole(20, 50),
    () => dice.whole(50, 150),
    () => dice.whole(150, 400),
  ])();
  const shared = dice.some(POOL, Math.min(Math.floor(size * (0.1 + 0.5 * dice.next())), POOL.length));
  const own = Array.from({ length: size - shared.length }, (_, at) => ({
    type: 'account',
    locator: `@own_${seed}_${life}_${at + 1}`,
  }));
  const near = dice.chance(0.5) ? dice.some([...shared, ...own], 3) : [];
  const named = [...shared, ...own].map((name) => ({ name, item: toItemId(name) }));
  const again = near.map((name) => ({ name: nearName(name), item: toItemId(name) }));
  const kept = dice.some([...named, ...again], size + again.length);
  const distinct = kept.map(({ name }) => name);
  const [guarded, gone] = dice.some(own, 2);
  const isGuarded = guarded !== undefined && dice.chance(0.2);
  const isGone = gone !== undefined && dice.chance(0.25);
  return {
    reference: `CHAOS/${seed}/${life}`,
    rows: [...distinct, ...dice.some(distinct, dice.whole(0, 5)).map(asWrittenTwice)],
    distinct,
    items: kept.map(({ item }) => item),
    seeded: [
      ...again.map(({ name, item }) => ({ ...name, id: item })),
      ...(isGuarded ? [{ ...guarded, protectedClass: 'press' }] : []),
      ...(isGone ? [{ ...gone, exists: false }] : []),
    ],
    protectedItems: isGuarded ? [toItemId(guarded)] : [],
    missing: isGone ? kept.flatMap(({ item }, at) => (item === toItemId(gone) ? [at + 1] : [])) : [],
  };
}

function asWrittenTwice({ type, locator }: Name): Name {
  return { type, locator: `  ${locator} ` };
}

export interface DrawnDecision {
  targets: number[];
  action: string;
  ground: string;
  countries: string[];
}

const COUNTRY_SETS = [['IN'], ['IN'], ['IN', 'PK'], ['TR'], ['BR', 'IN'], ['PK', 'TR']];
const GROUNDS: Record<string, string> = {
  withhold: 'legal_basis_met',
  remove_law: 'legal_basis_met',
  remove_rules: 'own_rules',
  label: 'emergency_interim',
  push_back: 'overbroad',
  not_found: 'not_found',
};

export function drawDecisions(dice: Dice, { distinct, missing }: DrawnOrder): DrawnDecision[] {
  const decision = (targets: number[], action: string, countries: string[] = []): DrawnDecision => ({
    targets,
    action,
    ground: GROUNDS[action] ?? 'other',
    countries,
  });
  const withhold = (targets: number[]) => decision(targets, 'withhold', dice.pick(COUNTRY_SETS));
  const all = distinct.map((_, at) => at + 1);
  const absent = dice.chance(0.5) ? missing : [];
  const open = dice.some(
    all.filter((no) => !absent.includes(no)),
    all.length,
  );
  const parts = (count: number) =>
    Array.from({ length: count }, (_, at) => open.filter((__, place) => place % count === at)).filter(
      (part) => part.length > 0,
    );
  const actions = dice.pick([
    () => [decision(open, 'withhold', ['IN'])],
    () => parts(3).map(withhold),
    () => parts(2).map(withhold),
    () =>
      parts(5).map((part, at) =>
        at < 2 ? withhold(part) : decision(part, dice.pick(['remove_law', 'remove_rules', 'label', 'push_back'])),
      ),
    () => (dice.chance(0.3) ? [decision(open, 'push_back')] : parts(2).map(withhold)),
  ])();
  return [...actions, ...(absent.length > 0 ? [decision(absent, 'not_found')] : [])];
}

/** The body of `POST /v1/notices` for an order. */
export function toBody(
  { reference, rows }: Pick<DrawnOrder, 'reference' | 'rows'>,
  within = 'PT6H',
): Record<string, unknown> {
  return {
    kind: 'blocking_order',
    authority: 'in-meity',
    jurisdiction: 'IN',
    regime: 'IN-69A-EMERG',
    reference,
    subject: 'Blocking under section 69A',
    issuedAt: '2026-01-31T18:00:00+05:30',
    orderedDeadline: { within },
    targets: rows,
  };
}
