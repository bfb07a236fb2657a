import type { ComponentType } from 'react';
import { formatCountry } from '../../parts/format.js';
import type { MenuOption } from '../../parts/Menu.js';
import type { Words } from '../../words/use-words.js';
import type { Address } from './use-address.js';

export interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

interface Common<Row> {
  /** The parameter of the address that keeps the value. */
  at: string;
  label: string;
  /** The shown value, where it is not the parameter itself. */
  value?: string;
  /** The change of the address; by default the parameter, and the open record is forgotten. */
  write?: (value: string) => Record<string, string>;
  /** Filters the loaded rows; without it, the API filters. */
  keeps?: (row: Row, value: string) => boolean;
}

/**
 * A filter of a list as data. A `link` is set by links to the list and has no control. A day brings its field, because
 * reading a typed day takes as much code as all else of the queue's filters.
 */
export type Filter<Row = never> = Common<Row> &
  (
    | { kind: 'text'; hint?: string; narrow?: true }
    /** With `usual`, one of the options always applies. */
    | { kind: 'menu'; options: readonly MenuOption[]; usual?: string; bare?: true }
    | { kind: 'switch'; widens?: true }
    | { kind: 'day'; field: ComponentType<FieldProps> }
    | { kind: 'link' }
  );

export function readFilter<Row>(filter: Filter<Row>, address: Address): string {
  const usual = filter.kind === 'menu' ? filter.usual : undefined;
  return filter.value ?? address[filter.at] ?? usual ?? '';
}

export function writeFilter<Row>(filter: Filter<Row>, value: string): Record<string, string> {
  const isUsual = filter.kind === 'menu' && value === filter.usual;
  return filter.write?.(value) ?? { [filter.at]: isUsual ? '' : value, open: '' };
}

/** Whether the filter can leave rows out, so that an empty list offers to clear it. */
export function canNarrow<Row>(filter: Filter<Row>): boolean {
  if (filter.kind === 'menu') return filter.usual === undefined;
  return filter.kind === 'switch' ? filter.widens !== true : filter.kind !== 'day';
}

export function includesText(record: unknown, text: string): boolean {
  return text === '' || JSON.stringify(record).toLocaleLowerCase().includes(text.toLocaleLowerCase());
}

export function countryOptions(codes: readonly string[]): MenuOption[] {
  return [...new Set(codes)]
    .map((value) => ({ value, label: formatCountry(value) }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
}

export function countryFilter<Row>(t: Words, rows: readonly Row[], countryOf: (row: Row) => string): Filter<Row> {
  return {
    kind: 'menu',
    at: 'country',
    label: t('queue:f.country'),
    options: countryOptions(rows.map(countryOf)),
    keeps: (row, country) => country === '' || countryOf(row) === country,
  };
}
