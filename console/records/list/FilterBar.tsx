import { type ReactNode, useRef } from 'react';
import { Menu } from '../../parts/Menu.js';
import { readFilter, writeFilter, type Filter } from './filter.js';
import { useAddress } from './use-address.js';
import { TextFilter } from './TextFilter.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { leaveField } from '../../state/focus.js';
import { useWords } from '../../words/use-words.js';

interface FilterBarProps<Row> {
  filters: readonly Filter<Row>[];
  /** Stands between the filters and the order. */
  count?: ReactNode;
  tools?: ReactNode;
}

export function FilterBar<Row>({ filters, count, tools }: FilterBarProps<Row>) {
  const isOrder = (filter: Filter<Row>) => filter.kind === 'menu' && filter.bare === true;
  const controls = (shown: readonly Filter<Row>[]) => shown.map((filter) => <Control key={filter.at} of={filter} />);
  return (
    <div className="filters no-print" role="search">
      {controls(filters.filter((filter) => !isOrder(filter)))}
      {count}
      {controls(filters.filter(isOrder))}
      {tools}
    </div>
  );
}

function Control<Row>({ of: filter }: { of: Filter<Row> }) {
  const t = useWords();
  const [address, change] = useAddress();
  const { label } = filter;
  const value = readFilter(filter, address);
  const set = (next: string) => change(writeFilter(filter, next));
  if (filter.kind === 'link') return null;
  if (filter.kind === 'day') return <filter.field label={label} value={value} onChange={set} />;
  if (filter.kind === 'text') return <FilterField filter={filter} value={value} onChange={set} />;
  if (filter.kind === 'switch') {
    const isOn = value === 'true';
    return (
      <button type="button" className="chip" aria-pressed={isOn} onClick={() => set(isOn ? '' : 'true')}>
        {label}
      </button>
    );
  }
  const any = filter.usual === undefined ? [{ value: '', label: t('queue:any') }] : [];
  return (
    <Menu
      label={label}
      value={value}
      options={[...any, ...filter.options]}
      onChange={set}
      bare={filter.bare === true}
    />
  );
}

interface FilterFieldProps {
  filter: { label: string; hint?: string; narrow?: true };
  value: string;
  onChange: (value: string) => void;
}

/** The text filter of a list: `/` focuses it, Enter leaves it. */
function FilterField({ filter: { label, hint, narrow }, value, onChange }: FilterFieldProps) {
  const t = useWords();
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([
    { id: 'filter', label: t('queue:cmd.filter'), keys: '/ | Shift+/', run: () => field.current?.focus() },
  ]);
  return (
    <TextFilter
      ref={field}
      keys="/"
      {...{ label, hint }}
      className={narrow === true ? 'filter-field' : 'record-filter'}
      q={value}
      onText={onChange}
      onLeave={() => {
        if (field.current !== null) leaveField(field.current);
      }}
    />
  );
}
