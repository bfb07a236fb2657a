import type { ReactNode } from 'react';
import { Button } from '../../parts/Button.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { nameOf } from '../list/name-of.js';
import { emptyContact, emptySigner, type ContactRow, type SignerRow } from './form.js';

interface RowsProps<Row> {
  rows: readonly Row[];
  error: unknown;
  onChange: (rows: Row[]) => void;
}

interface RowFieldsProps<Row extends { key: number }> extends RowsProps<Row> {
  legend: string;
  add: string;
  remove: string;
  empty: Omit<Row, 'key'>;
  fields: (row: Row, change: (part: Partial<Row>) => void, place: number) => ReactNode;
}

/** Rows of a form that come and go. */
function RowFields<Row extends { key: number }>({
  rows,
  onChange,
  legend,
  add,
  remove,
  empty,
  fields,
}: RowFieldsProps<Row>) {
  const nextKey = Math.max(FIRST_NEW_KEY, ...rows.map(({ key }) => key + 1));
  return (
    <fieldset className="form-rows">
      <legend>{legend}</legend>
      {rows.map((row, place) => (
        <div className="form-row" key={row.key}>
          {fields(row, (part) => onChange(rows.map((one) => (one.key === row.key ? { ...one, ...part } : one))), place)}
          <Button
            size="sm"
            variant="quiet"
            label={`${remove} ${place + 1}`}
            onPress={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            {remove}
          </Button>
        </div>
      ))}
      <div>
        <Button size="sm" onPress={() => onChange([...rows, { ...empty, key: nextKey } as Row])}>
          {add}
        </Button>
      </div>
    </fieldset>
  );
}

/** Keys below are places in the entry as it was. */
const FIRST_NEW_KEY = 1_000;

export function ContactFields({ rows, error, onChange }: RowsProps<ContactRow>) {
  const t = useWords();
  return (
    <RowFields
      rows={rows}
      error={error}
      onChange={onChange}
      legend={t('records:authorities.contacts')}
      add={t('records:authorities.addContact')}
      remove={t('records:remove')}
      empty={emptyContact}
      fields={(row, change, place) => (
        <>
          <Field label={t('records:authorities.purpose')}>
            {(given) => (
              <select
                {...given}
                value={row.purpose}
                onChange={(event) => change({ purpose: event.target.value as ContactRow['purpose'] })}
              >
                {(['letters', 'callback'] as const).map((purpose) => (
                  <option key={purpose} value={purpose}>
                    {nameOf(t, 'records:purpose', purpose)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t('records:email')} error={errorAt(error, `/contacts/${place}/email`)}>
            {(given) => (
              <input
                {...given}
                type="text"
                inputMode="email"
                value={row.email}
                onChange={(event) => change({ email: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('records:authorities.phone')} error={errorAt(error, `/contacts/${place}/phone`)}>
            {(given) => (
              <input
                {...given}
                type="tel"
                value={row.phone}
                onChange={(event) => change({ phone: event.target.value })}
              />
            )}
          </Field>
          <Days row={row} change={change} />
        </>
      )}
    />
  );
}

export function SignerFields({ rows, error, onChange }: RowsProps<SignerRow>) {
  const t = useWords();
  return (
    <RowFields
      rows={rows}
      error={error}
      onChange={onChange}
      legend={t('records:authorities.signers')}
      add={t('records:authorities.addSigner')}
      remove={t('records:remove')}
      empty={emptySigner}
      fields={(row, change, place) => (
        <>
          <Field label={t('records:name')} error={errorAt(error, `/signers/${place}/name`)}>
            {(given) => (
              <input
                {...given}
                dir="auto"
                value={row.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('records:authorities.rank')} error={errorAt(error, `/signers/${place}/rank`)}>
            {(given) => (
              <input
                {...given}
                dir="auto"
                value={row.rank}
                onChange={(event) => change({ rank: event.target.value })}
              />
            )}
          </Field>
          <Days row={row} change={change} />
        </>
      )}
    />
  );
}

function Days({
  row,
  change,
}: {
  row: { validFrom: string; validTo: string };
  change: (part: { validFrom?: string; validTo?: string }) => void;
}) {
  const t = useWords();
  return (
    <>
      <Field label={t('records:authorities.validFrom')}>
        {(given) => (
          <input
            {...given}
            type="date"
            value={row.validFrom}
            onChange={(event) => change({ validFrom: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('records:authorities.validTo')}>
        {(given) => (
          <input
            {...given}
            type="date"
            value={row.validTo}
            onChange={(event) => change({ validTo: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
