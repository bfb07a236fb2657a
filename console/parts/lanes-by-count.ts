import { LANES, type Lane } from '../../domain/target/lane.js';

export function lanesByCount(byLane: Partial<Record<Lane, number>>): [Lane, number][] {
  return LANES.flatMap((lane): [Lane, number][] => (byLane[lane] === undefined ? [] : [[lane, byLane[lane]]])).sort(
    ([, one], [, other]) => other - one,
  );
}
