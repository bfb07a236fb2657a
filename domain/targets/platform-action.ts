import { getKeys } from '../record-keys.js';

interface PlatformActionRow {
  /**
   * Where the item is then restricted: in the named countries, or everywhere. Null: there is no state to read back, or
   * for another notice to share.
   */
  holds: 'countries' | 'everywhere' | null;
}

export const PLATFORM_ACTION_TABLE = {
  withhold: { holds: 'countries' },
  remove: { holds: 'everywhere' },
  label: { holds: null },
  preserve: { holds: null },
  restore: { holds: null },
} as const satisfies Record<string, PlatformActionRow>;

export type PlatformAction = keyof typeof PLATFORM_ACTION_TABLE;
export type EnforcementAction = Exclude<PlatformAction, 'restore'>;

type Table = typeof PLATFORM_ACTION_TABLE;
export type ByCountryAction = {
  [Name in PlatformAction]: Table[Name]['holds'] extends 'countries' ? Name : never;
}[PlatformAction];

export const PLATFORM_ACTIONS = getKeys(PLATFORM_ACTION_TABLE);

function actionsThat(fits: (holds: PlatformActionRow['holds']) => boolean): readonly PlatformAction[] {
  return PLATFORM_ACTIONS.filter((action) => fits(PLATFORM_ACTION_TABLE[action].holds));
}

/** Actions that leave a restriction on the platform. */
export const HOLDING_ACTIONS = actionsThat((holds) => holds !== null);
export const EVERYWHERE_ACTIONS = actionsThat((holds) => holds === 'everywhere');
export const BY_COUNTRY_ACTIONS = actionsThat((holds) => holds === 'countries');
export const STATELESS_ACTIONS = actionsThat((holds) => holds === null).filter((action) => action !== 'restore');

/**
 * Status of an operation. `already`: it was so before. `released`: left in force for other notices that restrict the
 * item too.
 */
export const OPERATION_STATUSES = ['pending', 'applied', 'already', 'failed', 'refused', 'released'] as const;
export type OperationStatus = (typeof OPERATION_STATUSES)[number];
