import { isApprovedEdition, type EditionApproval } from './edition.js';

export interface PinAct extends EditionApproval {
  kind: 'pin' | 'unpin';
  digest: string;
  /** How often the desk was pinned or unpinned before. */
  proposal: number;
  /** Whether it was the last approval needed, by the people who were active then. */
  inEffect: boolean;
}

export interface Pin<Act extends PinAct> {
  /** The digest that stays in effect, whatever is approved later; null: none. */
  pinned: string | null;
  count: number;
  /** Approvals of the next pin or unpin, which are not enough yet. */
  open: Act[];
}

/** Replays approvals of pins: each takes effect when two people, one of them counsel, have given theirs. */
export function replayPins<Act extends PinAct>(acts: readonly Act[]): Pin<Act> {
  let pinned: string | null = null;
  for (let count = 0; ; count += 1) {
    const open = acts.filter(({ proposal }) => proposal === count);
    const last = open.find(({ inEffect }) => inEffect);
    if (last === undefined || !isApprovedEdition(sameDecision(open, last))) return { pinned, count, open };
    pinned = last.kind === 'pin' ? last.digest : null;
  }
}

/** Returns the approvals of one decision: others about another edition lapse with it. */
export function sameDecision<Act extends Pick<PinAct, 'kind' | 'digest'>>(
  acts: readonly Act[],
  { kind, digest }: Pick<PinAct, 'kind' | 'digest'>,
): Act[] {
  return acts.filter((act) => act.kind === kind && act.digest === digest);
}
