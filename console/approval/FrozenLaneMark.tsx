import { Icon, type IconName } from '../parts/Icon.js';
import { LANE_SHAPE } from '../parts/Lane.js';
import { useWords, type Words } from '../words/use-words.js';
import type { FrozenLane } from './types.js';

export function laneName(lane: FrozenLane, t: Words): string {
  return lane === 'restore' ? t('approval:restore') : t(`words:lane.${lane}`);
}

function pickShape(lane: FrozenLane): IconName {
  return lane === 'restore' ? 'l-up' : LANE_SHAPE[lane];
}

/** An action with its icon and name; `was` and `now` render the two sides of a change. */
export function FrozenLaneMark({ lane, side = 'lane' }: { lane: FrozenLane; side?: 'lane' | 'was' | 'now' }) {
  const t = useWords();
  return (
    <span className={side}>
      <Icon name={pickShape(lane)} />
      <span className="cut">{laneName(lane, t)}</span>
    </span>
  );
}
