import type { Lane } from '../../../domain/target/lane.js';
import type { NoticeKind } from '../../../domain/notice/notice.js';

const REMOVALS: readonly Lane[] = [
  'withhold',
  'remove_rules',
  'remove_law',
  'label',
  'push_back',
  'clarify',
  'not_found',
  'not_the_target',
  'already_actioned',
  'preserve',
  'disclose',
];
const DATA: readonly Lane[] = [
  'disclose',
  'preserve',
  'push_back',
  'clarify',
  'not_found',
  'not_the_target',
  'already_actioned',
  'label',
  'withhold',
  'remove_rules',
  'remove_law',
];

/** Lanes in the order of their keys, those first that the kind of notice mostly leads to. */
export function lanesFor(kind: NoticeKind): readonly Lane[] {
  return kind === 'information_order' || kind === 'preservation_order' ? DATA : REMOVALS;
}
