import { type Lane, LANE_TABLE, LANES } from '../../../domain/target/lane.js';
import type { NoticeKind } from '../../../domain/notice/notice.js';

/** Actions in the order of their keys; those typical for the kind of notice come first. */
export function lanesFor(kind: NoticeKind): readonly Lane[] {
  const asked = kind === 'information_order' || kind === 'preservation_order' ? 'data' : 'content';
  return [...LANES].sort((one, other) => LANE_TABLE[one].order[asked] - LANE_TABLE[other].order[asked]);
}
