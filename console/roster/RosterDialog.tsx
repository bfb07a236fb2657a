import type { Shift } from '../../domain/roster/shifts.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { ownZone } from '../forms/when/zones.js';
import { RECORD_KEYS } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { useWords, type Words } from '../words/use-words.js';
import type { RosterEntry, RosterWrite } from './queries.js';
import { ShiftFields } from './ShiftFields.js';

interface Values {
  shifts: Shift[];
  languages: string;
  capacity: string;
}

export function RosterDialog({ entry, onClose }: { entry: RosterEntry; onClose: () => void }) {
  const t = useWords();
  const { id, name } = entry;
  const start: Values = {
    shifts: entry.shifts,
    languages: entry.languages.join(', '),
    capacity: entry.capacity === null ? '' : String(entry.capacity),
  };
  const form = useCommandForm({
    to: `/v1/people/${id}/roster`,
    refresh: [...RECORD_KEYS, ['live', 'assignees']],
    start,
    body: toWrite,
    why: (values) => whyNot(values, t),
    done: t('roster:saved', { name }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('roster:changeTitle', { name })}
      body={t('roster:changeBody')}
      go={t('roster:save')}
      failed={t('roster:notSaved')}
      wide
    >
      <Shifts {...form.field('shifts')} />
      <div className="halves">
        <TextField label={t('roster:languages')} help={t('roster:codes')} {...form.field('languages')} />
        <TextField
          label={t('roster:capacity')}
          help={t('roster:capacityHelp')}
          type="number"
          min={1}
          {...form.field('capacity')}
        />
      </div>
    </CommandDialog>
  );
}

function Shifts({ value, onChange }: { value: readonly Shift[]; onChange: (shifts: Shift[]) => void }) {
  const t = useWords();
  const hours = { from: '09:00', until: '17:00', zone: ownZone() };
  return (
    <>
      {value.map((shift, place) => (
        <ShiftFields
          key={place}
          place={place}
          shift={shift}
          onChange={(next) => onChange(value.map((one, at) => (at === place ? next : one)))}
          onRemove={() => onChange(value.filter((_, at) => at !== place))}
        />
      ))}
      <div className="acts">
        <Button
          size="small"
          onPress={() => onChange([...value, { ...hours, days: ['mon', 'tue', 'wed', 'thu', 'fri'] }])}
        >
          {t('roster:addWeekly')}
        </Button>
        <Button size="small" onPress={() => onChange([...value, { ...hours, date: '' }])}>
          {t('roster:addDate')}
        </Button>
      </div>
    </>
  );
}

function whyNot({ shifts, capacity }: Values, t: Words): string | null {
  for (const [place, shift] of shifts.entries()) {
    const n = place + 1;
    if ('date' in shift && shift.date === '') return t('roster:dateWhy', { n });
    if ('days' in shift && shift.days.length === 0) return t('roster:daysWhy', { n });
    if (shift.from === '' || shift.until === '') return t('roster:timesWhy', { n });
  }
  return /^([1-9]\d{0,3})?$/.test(capacity.trim()) ? null : t('roster:capacityWhy');
}

function toWrite({ shifts, languages, capacity }: Values): RosterWrite {
  const codes = languages.toLowerCase().split(/[\s,;]+/);
  return {
    shifts,
    languages: [...new Set(codes.filter((code) => code !== ''))],
    capacity: capacity.trim() === '' ? null : Number(capacity),
  };
}
