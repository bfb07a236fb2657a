import { useContext, type ReactNode } from 'react';
import { SelectField } from '../../forms/choices.js';
import { toOptions } from '../../forms/Segments.js';
import { FieldErrors } from '../../forms/FormField.js';
import { TextField } from '../../forms/TextField.js';
import { Button } from '../../parts/Button.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { emptyContact, emptySigner, type ContactRow, type SignerRow } from './form.js';
import { bindParts } from '../../forms/use-command-form.js';

interface RowsProps<Row> {
  path: string;
  value: readonly Row[];
  onChange: (rows: Row[]) => void;
}

type BindRow<Row extends object> = ReturnType<typeof bindParts<Row>>;

interface RowFieldsProps<Row extends { key: number }> extends RowsProps<Row> {
  legend: string;
  add: string;
  empty: Omit<Row, 'key'>;
  fields: (bind: BindRow<Row>, path: string) => ReactNode;
}

/** Smaller keys are indexes into the entry as loaded. */
const FIRST_NEW_KEY = 1_000;

function RowFields<Row extends { key: number }>(props: RowFieldsProps<Row>) {
  const { path, value: rows, onChange, legend, add, empty, fields } = props;
  const t = useWords();
  const nextKey = Math.max(FIRST_NEW_KEY, ...rows.map(({ key }) => key + 1));
  const bindRow = (row: Row, place: number) =>
    bindParts<Row>({ path: `${path}/${place}`, value: row, onChange: (next) => onChange(rows.with(place, next)) });
  return (
    <fieldset className="form-grid">
      <legend>{legend}</legend>
      {rows.map((row, place) => (
        <div className="form-row" key={row.key}>
          {fields(bindRow(row, place), `${path}/${place}`)}
          <Button
            size="small"
            variant="quiet"
            label={`${t('records:remove')}: ${legend} ${place + 1}`}
            onPress={() => onChange(rows.toSpliced(place, 1))}
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

const PURPOSES = ['letters', 'callback'] as const;

export function ContactFields(rows: RowsProps<ContactRow>) {
  const t = useWords();
  const errors = useContext(FieldErrors);
  return (
    <RowFields
      {...rows}
      legend={t('records:authorities.contacts')}
      add={t('records:authorities.addContact')}
      empty={emptyContact}
      fields={(bind, path) => (
        <>
          <SelectField
            label={t('records:authorities.purpose')}
            options={toOptions(PURPOSES, (purpose) => formatValueName(t, 'records:purpose', purpose))}
            {...bind('purpose')}
          />
          <TextField label={t('records:email')} error={errors.get(path)} {...bind('email')} />
          <TextField label={t('records:authorities.phone')} type="tel" {...bind('phone')} />
          <TextField label={t('records:authorities.department')} {...bind('department')} />
          <TextField label={t('records:authorities.office')} {...bind('office')} />
          <TextField label={t('records:authorities.address')} rows={2} {...bind('address')} />
          <TextField label={t('records:authorities.validFrom')} type="date" {...bind('validFrom')} />
          <TextField label={t('records:authorities.validTo')} type="date" {...bind('validTo')} />
        </>
      )}
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
      fields={(bind) => (
        <>
          <TextField label={t('records:name')} {...bind('name')} />
          <TextField label={t('records:authorities.rank')} {...bind('rank')} />
          <TextField label={t('records:authorities.validFrom')} type="date" {...bind('validFrom')} />
          <TextField label={t('records:authorities.validTo')} type="date" {...bind('validTo')} />
        </>
      )}
    />
  );
}
