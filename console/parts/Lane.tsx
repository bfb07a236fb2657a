import { useWords } from '../words/use-words.js';
import type { Lane as LaneName } from '../../domain/target/lane.js';
import { Icon, type IconName } from './Icon.js';

/** Solid: hidden everywhere. Half: hidden in named countries. Hollow: stays up. Dashed: nothing to act on. */
export const LANE_SHAPE: Record<LaneName, IconName> = {
  withhold: 'l-countries',
  remove_rules: 'l-everywhere',
  remove_law: 'l-everywhere',
  label: 'l-label',
  preserve: 'l-up',
  disclose: 'l-up',
  push_back: 'l-up',
  clarify: 'l-ask',
  not_found: 'l-none',
  not_the_target: 'l-not',
  already_actioned: 'l-done',
};

export function ActionLabel({ lane }: { lane: LaneName }) {
  const t = useWords();
  return (
    <span className="lane">
      <Icon name={LANE_SHAPE[lane]} />
      {t(`words:lane.${lane}`)}
    </span>
  );
}
