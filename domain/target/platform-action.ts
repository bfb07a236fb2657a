import { keysOf } from '../keys-of.js';

interface PlatformActionRow {
  /**
   * Where the item is held back once it is done: in the countries named with it, or everywhere. null: nothing is held
   * back, so there is no state of it that could be read back, or that another notice could hold too.
   */
  holds: 'countries' | 'everywhere' | null;
}

/** What the desk asks of the platform (docs/interface.md, Platform port). */
export const PLATFORM_ACTION_TABLE = {
  withhold: { holds: 'countries' },
  remove: { holds: 'everywhere' },
  label: { holds: null },
  preserve: { holds: null },
  /** Takes another action back; no lane leads to it. */
  restore: { holds: null },
} as const satisfies Record<string, PlatformActionRow>;

export type PlatformAction = keyof typeof PLATFORM_ACTION_TABLE;
/** What a decision asks for. */
export type LaneAction = Exclude<PlatformAction, 'restore'>;

type Table = typeof PLATFORM_ACTION_TABLE;
export type ByCountryAction = {
  [Name in PlatformAction]: Table[Name]['holds'] extends 'countries' ? Name : never;
}[PlatformAction];

export const PLATFORM_ACTIONS = keysOf(PLATFORM_ACTION_TABLE);

function actionsThat(fits: (holds: PlatformActionRow['holds']) => boolean): readonly PlatformAction[] {
  return PLATFORM_ACTIONS.filter((action) => fits(PLATFORM_ACTION_TABLE[action].holds));
}

/** Actions after which the platform holds the item back somewhere. */
export const HOLDING_ACTIONS = actionsThat((holds) => holds !== null);
export const EVERYWHERE_ACTIONS = actionsThat((holds) => holds === 'everywhere');
export const BY_COUNTRY_ACTIONS = actionsThat((holds) => holds === 'countries');
/** Actions of lanes that hold nothing back. */
export const STATELESS_ACTIONS = actionsThat((holds) => holds === null).filter((action) => action !== 'restore');

/** Where an operation stands. `already`: it was so before. `released`: left to the others who hold the item too. */
export const OPERATION_STATUSES = ['pending', 'applied', 'already', 'failed', 'refused', 'released'] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];
