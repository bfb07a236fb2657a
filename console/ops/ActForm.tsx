import { useState } from 'react';
import { useWords } from '../words/use-words.js';
import { formatNumber } from '../parts/format.js';
import { onChosen } from '../parts/on-chosen.js';
import { nowMs } from '../state/now.js';
import {
  asksNoReason,
  goesEverywhere,
  PAUSE_HOURS,
  listItemTargets,
  computeUntil,
  type OpsActName,
  type ActChoice,
  type PauseHours,
} from './acts.js';
import { rowText } from './row-text.js';
import type { AlertItem } from './types.js';

interface ActFormProps {
  name: OpsActName;
  items: readonly AlertItem[];
  choice: ActChoice;
  onChange: (choice: ActChoice) => void;
  onGo: () => void;
}

export function ActForm({ name, items, choice, onChange, onGo }: ActFormProps) {
  const t = useWords();
  return (
    <div className="form-grid">
      {items.length > 1 || (items[0]?.notice ?? null) !== null ? (
        <ItemChoice items={items} choice={choice} onChange={onChange} />
      ) : null}
      {goesEverywhere(name) ? (
        <label className="tick">
          <input
            type="checkbox"
            checked={choice.everywhere}
            onChange={(event) => onChange({ ...choice, everywhere: event.target.checked })}
          />
          {t(name === 'rebuild' ? 'ops:form.rebuildEverywhere' : 'ops:form.everywhere')}
        </label>
      ) : null}
      {name === 'pause' ? <PauseSpan onUntil={(until) => onChange({ ...withoutUntil(choice), ...until })} /> : null}
      {name === 'retry' || name === 'skip' ? <OneTarget choice={choice} onChange={onChange} /> : null}
      {asksNoReason(name) ? null : (
        <label>
          {t('ops:form.reason')}
          <span className="field">
            <input
              value={choice.reason}
              maxLength={4_000}
              autoFocus
              onChange={(event) => onChange({ ...choice, reason: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !event.nativeEvent.isComposing) onGo();
              }}
            />
          </span>
          <span className="why">{t('ops:form.reasonHelp')}</span>
        </label>
      )}
    </div>
  );
}

const withoutUntil = ({ until: _, ...choice }: ActChoice): ActChoice => choice;

function PauseSpan({ onUntil }: { onUntil: (until: { until?: string }) => void }) {
  const t = useWords();
  const [hours, setHours] = useState<PauseHours>('1');
  const choose = (chosen: PauseHours) => {
    setHours(chosen);
    onUntil(computeUntil(chosen, nowMs()));
  };
  return (
    <label>
      {t('ops:form.span')}
      <span className="field">
        <select value={hours} onChange={onChosen(PAUSE_HOURS, choose)}>
          {PAUSE_HOURS.map((each) => (
            <option key={each} value={each}>
              {t(`ops:form.hours.${each}`)}
            </option>
          ))}
        </select>
      </span>
      <span className="why">{t('ops:form.spanHelp')}</span>
    </label>
  );
}

function ItemChoice({ items, choice, onChange }: Pick<ActFormProps, 'items' | 'choice' | 'onChange'>) {
  const t = useWords();
  const toggle = (item: AlertItem, on: boolean) =>
    onChange({
      ...choice,
      target: null,
      items: items.filter((one) => (one.id === item.id ? on : choice.items.some(({ id }) => id === one.id))),
    });
  return (
    <fieldset disabled={choice.everywhere}>
      <legend>{t('ops:form.notices')}</legend>
      <div className="whom">
        {items.map((item) => (
          <label className="tick" key={item.id}>
            <input
              type="checkbox"
              checked={choice.items.some(({ id }) => id === item.id)}
              onChange={(event) => toggle(item, event.target.checked)}
            />
            <span className="number">{item.number ?? t('ops:form.desk')}</span>{' '}
            <span className="muted">{rowText(item, t)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function OneTarget({ choice, onChange }: Pick<ActFormProps, 'choice' | 'onChange'>) {
  const t = useWords();
  const [only, ...others] = choice.items;
  const targets = only === undefined || others.length > 0 ? [] : listItemTargets(only);
  if (targets.length < 2) return null;
  return (
    <label>
      {t('ops:form.target')}
      <span className="field">
        <select
          value={choice.target ?? ''}
          onChange={(event) =>
            onChange({ ...choice, target: event.target.value === '' ? null : Number(event.target.value) })
          }
        >
          <option value="">{t('ops:form.allTargets')}</option>
          {targets.map((no) => (
            <option key={no} value={no}>
              {formatNumber(no)}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
