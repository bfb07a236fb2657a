/** Why a platform refuses an operation; each platform and the simulator give the same reasons. */
export const OBJECTIONS = {
  undoesUnasked: 'Only a restore may name an operation to undo.',
  undoesNothing: 'A restore must name the operation it undoes.',
  noCountries: 'A withholding must name its countries.',
} as const;

export const noOperation = (key: string) => `There was no operation ${key}.`;
export const onOtherItem = (key: string | undefined) => `Operation ${key} was on another item.`;

/** The desk must not lift what the platform's own moderators did. */
export const notOurs = (state: string) => `${state}, not by this desk; lift it there.`;
