import { useWords } from '../words/use-words.js';
import type { DecisionAction as ActionName } from '../../domain/targets/decision-action.js';
import { Icon, type IconName } from './Icon.js';

/** Solid: hidden everywhere. Half: hidden in named countries. Hollow: stays up. Dashed: nothing to act on. */
export const ACTION_SHAPE: Record<ActionName, IconName> = {
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

export function ActionLabel({ action }: { action: ActionName }) {
  const t = useWords();
  return (
    <span className="action">
      <Icon name={ACTION_SHAPE[action]} />
      {t(`words:action.${action}`)}
    </span>
  );
}
