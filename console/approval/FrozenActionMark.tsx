import { Icon, type IconName } from '../parts/Icon.js';
import { ACTION_SHAPE } from '../parts/Action.js';
import { useWords, type Words } from '../words/use-words.js';
import type { FrozenAction } from './types.js';

export function actionLabel(action: FrozenAction, t: Words): string {
  return action === 'restore' ? t('approval:restore') : t(`words:action.${action}`);
}

function pickShape(action: FrozenAction): IconName {
  return action === 'restore' ? 'l-up' : ACTION_SHAPE[action];
}

interface FrozenActionMarkProps {
  action: FrozenAction;
  side?: 'action' | 'was' | 'now';
}

/** An action with its icon and name; `was` and `now` render the two sides of a change. */
export function FrozenActionMark({ action, side = 'action' }: FrozenActionMarkProps) {
  const t = useWords();
  return (
    <span className={side}>
      <Icon name={pickShape(action)} />
      <span className="cut">{actionLabel(action, t)}</span>
    </span>
  );
}
