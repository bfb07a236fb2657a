import { useContext, type ReactNode } from 'react';
import { SelectField } from '../../forms/choices.js';
import { toOptions } from '../../forms/Segments.js';
import { FieldErrors } from '../../forms/FormField.js';
import { TextField } from '../../forms/TextField.js';
import { Button } from '../../parts/Button.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { emptyContact, emptySigner, type ContactRow, type SignerRow } from './form.js';

interface RowsProps<Row> {
  value: readonly Row[];
  onChange: (rows: Row[]) => void;
}

interface RowFieldsProps<Row extends { key: number }> extends RowsProps<Row> {
  legend: string;
  add: string;
  empty: Omit<Row, 'key'>;
  fields: (row: Row, change: (part: Partial<Row>) => void, place: number) => ReactNode;
}

/** Smaller keys are indexes into the entry as loaded. */
const FIRST_NEW_KEY = 1_000;

function RowFields<Row extends { key: number }>(props: RowFieldsProps<Row>) {
  const { value: rows, onChange, legend, add, empty, fields } = props;
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

export function ContactFields(rows: RowsProps<ContactRow>) {
  const t = useWords();
  const errors = useContext(FieldErrors);
  return (
    <RowFields
      {...rows}
      legend={t('records:authorities.contacts')}
      add={t('records:authorities.addContact')}
      empty={emptyContact}
      fields={(row, change, place) => (
        <>
          <Purpose row={row} change={change} />
          <TextField
            label={t('records:email')}
            value={row.email}
            path={`/contacts/${place}/email`}
            error={errors.get(`/contacts/${place}`)}
            onChange={(email) => change({ email })}
          />
          <TextField
            label={t('records:authorities.phone')}
            type="tel"
            value={row.phone}
            path={`/contacts/${place}/phone`}
            onChange={(phone) => change({ phone })}
          />
          <Days row={row} change={change} />
        </>
      )}
    />
  );
}

const PURPOSES = ['letters', 'callback'] as const;

function Purpose({ row, change }: { row: ContactRow; change: (part: Partial<ContactRow>) => void }) {
  const t = useWords();
  return (
    <SelectField
      label={t('records:authorities.purpose')}
      options={toOptions(PURPOSES, (purpose) => formatValueName(t, 'records:purpose', purpose))}
      value={row.purpose}
      onChange={(purpose) => change({ purpose })}
    />
  );
}

export function SignerFields(rows: RowsProps<SignerRow>) {
  const t = useWords();
  return (
    <RowFields
      {...rows}
      legend={t('records:authorities.signers')}
      add={t('records:authorities.addSigner')}
      empty={emptySigner}
      fields={(row, change, place) => (
        <>
          <TextField
            label={t('records:name')}
            value={row.name}
            path={`/signers/${place}/name`}
            onChange={(name) => change({ name })}
          />
          <TextField
            label={t('records:authorities.rank')}
            value={row.rank}
            path={`/signers/${place}/rank`}
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
