import type { ReactNode } from 'react';
import { onChosen } from '../../parts/on-chosen.js';
import { Button } from '../../parts/Button.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { formatValueName } from '../list/find-name.js';
import { TextField } from '../list/TextField.js';
import { emptyContact, emptySigner, type ContactRow, type SignerRow } from './form.js';

interface RowsProps<Row> {
  rows: readonly Row[];
  error: unknown;
  onChange: (rows: Row[]) => void;
}

interface RowFieldsProps<Row extends { key: number }> {
  rows: readonly Row[];
  onChange: (rows: Row[]) => void;
  legend: string;
  add: string;
  empty: Omit<Row, 'key'>;
  fields: (row: Row, change: (part: Partial<Row>) => void, place: number) => ReactNode;
}

/** Smaller keys are indexes into the entry as loaded. */
const FIRST_NEW_KEY = 1_000;

function RowFields<Row extends { key: number }>({ rows, onChange, legend, add, empty, fields }: RowFieldsProps<Row>) {
  const t = useWords();
  const nextKey = Math.max(FIRST_NEW_KEY, ...rows.map(({ key }) => key + 1));
  const changeRow = (key: number) => (part: Partial<Row>) =>
    onChange(rows.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <fieldset className="form-grid">
      <legend>{legend}</legend>
      {rows.map((row, place) => (
        <div className="form-row" key={row.key}>
          {fields(row, changeRow(row.key), place)}
          <Button
            size="small"
            variant="quiet"
            label={`${t('records:remove')}: ${legend} ${place + 1}`}
            onPress={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            {t('records:remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button size="small" onPress={() => onChange([...rows, { ...empty, key: nextKey } as Row])}>
          {add}
        </Button>
      </div>
    </fieldset>
  );
}

export function ContactFields({ rows, error, onChange }: RowsProps<ContactRow>) {
  const t = useWords();
  return (
    <RowFields
      rows={rows}
      onChange={onChange}
      legend={t('records:authorities.contacts')}
      add={t('records:authorities.addContact')}
      empty={emptyContact}
      fields={(row, change, place) => (
        <>
          <Purpose row={row} change={change} />
          <TextField
            label={t('records:email')}
            value={row.email}
            error={errorAt(error, `/contacts/${place}/email`) ?? errorAt(error, `/contacts/${place}`)}
            onChange={(email) => change({ email })}
          />
          <TextField
            label={t('records:authorities.phone')}
            type="tel"
            value={row.phone}
            error={errorAt(error, `/contacts/${place}/phone`)}
            onChange={(phone) => change({ phone })}
          />
          <Days row={row} change={change} />
        </>
      )}
    />
  );
}

function Purpose({ row, change }: { row: ContactRow; change: (part: Partial<ContactRow>) => void }) {
  const t = useWords();
  return (
    <Field label={t('records:authorities.purpose')}>
      {(given) => (
        <select
          {...given}
          value={row.purpose}
          onChange={onChosen(['letters', 'callback'], (purpose) => change({ purpose }))}
        >
          {(['letters', 'callback'] as const).map((purpose) => (
            <option key={purpose} value={purpose}>
              {formatValueName(t, 'records:purpose', purpose)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function SignerFields({ rows, error, onChange }: RowsProps<SignerRow>) {
  const t = useWords();
  return (
    <RowFields
      rows={rows}
      onChange={onChange}
      legend={t('records:authorities.signers')}
      add={t('records:authorities.addSigner')}
      empty={emptySigner}
      fields={(row, change, place) => (
        <>
          <TextField
            label={t('records:name')}
            value={row.name}
            error={errorAt(error, `/signers/${place}/name`)}
            onChange={(name) => change({ name })}
          />
          <TextField
            label={t('records:authorities.rank')}
            value={row.rank}
            error={errorAt(error, `/signers/${place}/rank`)}
            onChange={(rank) => change({ rank })}
          />
          <Days row={row} change={change} />
        </>
      )}
    />
  );
}

interface DaysProps {
  row: { validFrom: string; validTo: string };
  change: (part: { validFrom?: string; validTo?: string }) => void;
}

function Days({ row, change }: DaysProps) {
  const t = useWords();
  return (
    <>
      <TextField
        label={t('records:authorities.validFrom')}
        type="date"
        value={row.validFrom}
        onChange={(validFrom) => change({ validFrom })}
      />
      <TextField
        label={t('records:authorities.validTo')}
        type="date"
        value={row.validTo}
        onChange={(validTo) => change({ validTo })}
      />
    </>
  );
}
