import { useState } from 'react';
import { SelectField, Tick } from '../forms/choices.js';
import { toOptions } from '../forms/Segments.js';
import { TextField } from '../forms/TextField.js';
import type { CommandForm } from '../forms/use-command-form.js';
import { formatNumber } from '../parts/format.js';
import { nowMs } from '../state/now.js';
import { useWords } from '../words/use-words.js';
import {
  asksNoReason,
  computeUntil,
  goesEverywhere,
  listItemTargets,
  PAUSE_HOURS,
  type ActChoice,
  type OpsActName,
  type PauseHours,
} from './acts.js';
import { rowText } from './row-text.js';
import type { AlertItem } from './types.js';

interface ActFieldsProps {
  name: OpsActName;
  items: readonly AlertItem[];
  form: CommandForm<ActChoice>;
}

export function ActFields({ name, items, form }: ActFieldsProps) {
  const t = useWords();
  return (
    <>
      {items.length > 1 || (items[0]?.notice ?? null) !== null ? <ItemChoice items={items} form={form} /> : null}
      {goesEverywhere(name) ? (
        <Tick
          label={t(name === 'rebuild' ? 'ops:form.rebuildEverywhere' : 'ops:form.everywhere')}
          {...form.field('everywhere')}
        />
      ) : null}
      {name === 'pause' ? <PauseSpan onUntil={(until) => form.change({ until })} /> : null}
      {name === 'retry' || name === 'skip' ? <OneTarget form={form} /> : null}
      {asksNoReason(name) ? null : (
        <TextField label={t('ops:form.reason')} help={t('ops:form.reasonHelp')} autoFocus {...form.field('reason')} />
      )}
    </>
  );
}

function PauseSpan({ onUntil }: { onUntil: (until: string | undefined) => void }) {
  const t = useWords();
  const [hours, setHours] = useState<PauseHours>('1');
  return (
    <SelectField
      label={t('ops:form.span')}
      help={t('ops:form.spanHelp')}
      options={toOptions(PAUSE_HOURS, (each) => t(`ops:form.hours.${each}`))}
      value={hours}
      onChange={(chosen) => {
        setHours(chosen);
        onUntil(computeUntil(chosen, nowMs()));
      }}
    />
  );
}

function ItemChoice({ items, form: { values, change } }: Pick<ActFieldsProps, 'items' | 'form'>) {
  const t = useWords();
  const isChosen = (item: AlertItem) => values.items.some(({ id }) => id === item.id);
  return (
    <fieldset disabled={values.everywhere}>
      <legend>{t('ops:form.notices')}</legend>
      <div className="whom">
        {items.map((item) => (
          <Tick
            key={item.id}
            label={
              <>
                <span className="number">{item.number ?? t('ops:form.desk')}</span>{' '}
                <span className="muted">{rowText(item, t)}</span>
              </>
            }
            value={isChosen(item)}
            onChange={(isOn) =>
              change({ target: null, items: items.filter((one) => (one.id === item.id ? isOn : isChosen(one))) })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

function OneTarget({ form: { values, change } }: Pick<ActFieldsProps, 'form'>) {
  const t = useWords();
  const [only, ...others] = values.items;
  const targets = only === undefined || others.length > 0 ? [] : listItemTargets(only);
  if (targets.length < 2) return null;
  return (
    <SelectField
      label={t('ops:form.target')}
      options={[
        { value: '', text: t('ops:form.allTargets') },
        ...targets.map((no) => ({ value: String(no), text: formatNumber(no) })),
      ]}
      value={values.target === null ? '' : String(values.target)}
      onChange={(chosen) => change({ target: chosen === '' ? null : Number(chosen) })}
    />
  );
}
