import { useEffect, useRef } from 'react';
import { GROUNDS_BY_ACTION, type GroundCode } from '../../../domain/targets/ground.js';
import type { DecisionAction as ActionName } from '../../../domain/targets/decision-action.js';
import type { Notice } from '../../http/types.js';
import { Icon } from '../../parts/Icon.js';
import { ACTION_SHAPE } from '../../parts/Action.js';
import { reachText } from '../../parts/reach.js';
import { useWords } from '../../words/use-words.js';
import { actionsFor } from './actions.js';

/** There are shortcut keys for this many entries only. */
const DIGITS = 9;

/** What the actions on offer depend on. */
export type DecidedIn = Pick<Notice, 'kind' | 'jurisdiction' | 'defaultCountries'>;

interface ActionListProps {
  notice: DecidedIn;
  action: ActionName | null;
  onChoose: (action: ActionName) => void;
}

/** The actions to choose from, each with its effect on the target; arrow keys work as in a radio group. */
export function ActionList({ notice, action, onChoose }: ActionListProps) {
  const t = useWords();
  const all = actionsFor(notice.kind);
  // After a choice, actions without a key are hidden to make room for the preview.
  const actions = action === null ? all : all.filter((one, place) => place < DIGITS || one === action);
  const countries = reachText(notice.defaultCountries ?? [notice.jurisdiction], t);
  const list = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  useEffect(() => {
    // The action that the arrow keys select may have been rendered only now.
    if (isMoving.current && action !== null) list.current?.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
    isMoving.current = false;
  }, [action]);
  return (
    <section className={action === null ? 'keys-on' : 'keys-off'}>
      <div className="heading">
        <span id="action-label">{t('notice:decide.action')}</span>
        {action === null ? null : <span className="push">{t('notice:decide.chosen')}</span>}
      </div>
      <div role="radiogroup" aria-labelledby="action-label" ref={list}>
        {actions.map((one, place) => (
          <div
            key={one}
            role="radio"
            aria-checked={action === one}
            tabIndex={action === one || (action === null && place === 0) ? 0 : -1}
            className={action === one ? 'option selected' : 'option'}
            onClick={() => onChoose(one)}
            onKeyDown={(event) => {
              const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
              const next = event.key === ' ' ? one : step === undefined ? undefined : all[all.indexOf(one) + step];
              if (next === undefined) return;
              event.preventDefault();
              event.stopPropagation();
              isMoving.current = step !== undefined;
              onChoose(next);
            }}
          >
            {place < DIGITS ? <kbd aria-hidden="true">{place + 1}</kbd> : <span />}
            <Icon name={ACTION_SHAPE[one]} />
            <span>{t(`words:action.${one}`)}</span>
            <span className="fine cut faint align-end spare">{t(`words:effect.${one}`, { countries })}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

interface GroundListProps {
  action: ActionName;
  chosen: readonly string[];
  onToggle: (code: GroundCode) => void;
}

export function GroundList({ action, chosen, onToggle }: GroundListProps) {
  const t = useWords();
  return (
    <>
      <div className="heading" id="ground-label">
        {t('notice:decide.ground')}
      </div>
      <div role="group" aria-labelledby="ground-label">
        {GROUNDS_BY_ACTION[action].map((code, place) => (
          <div
            key={code}
            role="checkbox"
            aria-checked={chosen.includes(code)}
            tabIndex={0}
            className={chosen.includes(code) ? 'option ground selected' : 'option ground'}
            onClick={() => onToggle(code)}
            onKeyDown={(event) => {
              if (event.key !== ' ') return;
              event.preventDefault();
              event.stopPropagation();
              onToggle(code);
            }}
          >
            <kbd aria-hidden="true">{place + 1}</kbd>
            <span className={chosen.includes(code) ? 'box selected' : 'box'}>
              <Icon name="s-met" />
            </span>
            <span className="cut">{t(`words:ground.${code}`)}</span>
          </div>
        ))}
      </div>
    </>
  );
}
