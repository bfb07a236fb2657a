import type { Shift } from '../../domain/roster/shifts.js';
import { WEEKDAYS } from '../../domain/clock-arithmetic/calendar-date.js';
import { SelectField, Tick } from '../forms/choices.js';
import { TextField } from '../forms/TextField.js';
import { bindParts } from '../forms/use-command-form.js';
import { listZones } from '../forms/when/zones.js';
import { Button } from '../parts/Button.js';
import { useWords } from '../words/use-words.js';

import { nameShiftDay } from './roster-text.js';

interface ShiftFieldsProps {
  place: number;
  shift: Shift;
  onChange: (shift: Shift) => void;
  onRemove: () => void;
}

export function ShiftFields({ place, shift, onChange, onRemove }: ShiftFieldsProps) {
  const t = useWords();
  const n = place + 1;
  const { from, until, zone } = shift;
  const part = bindParts({
    path: `/shifts/${place}`,
    value: { from, until, zone },
    onChange: (hours) => onChange({ ...shift, ...hours }),
  });
  const zones = listZones();
  return (
    <fieldset className="shift">
      <legend>{t('roster:shiftN', { n })}</legend>
      {'date' in shift ? (
        <TextField
          label={t('roster:date')}
          type="date"
          path={`/shifts/${place}/date`}
          value={shift.date}
          onChange={(date) => onChange({ ...shift, date })}
        />
      ) : (
        <div className="flow" role="group" aria-label={t('roster:days')}>
          {WEEKDAYS.map((day) => (
            <Tick
              key={day}
              label={nameShiftDay(day)}
              value={shift.days.includes(day)}
              onChange={(isOn) =>
                onChange({ ...shift, days: WEEKDAYS.filter((one) => (one === day ? isOn : shift.days.includes(one))) })
              }
            />
          ))}
        </div>
      )}
      <div className="shift-hours">
        <TextField label={t('roster:from')} type="time" {...part('from')} />
        <TextField label={t('roster:to')} help={t('roster:toHelp')} type="time" {...part('until')} />
        <SelectField
          label={t('roster:zone')}
          options={[...new Set([zone, ...zones])].map((name) => ({ value: name, text: name }))}
          {...part('zone')}
        />
        <Button size="small" label={t('roster:removeNamed', { n })} onPress={onRemove}>
          {t('roster:remove')}
        </Button>
      </div>
    </fieldset>
  );
}
