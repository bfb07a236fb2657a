import { useWords } from '../words/use-words.js';
import { useMemo, useRef } from 'react';
import type { Notice } from '../http/types.js';
import { formatNumber } from '../parts/format.js';
import { Icon, type IconName } from '../parts/Icon.js';
import { Keys } from '../parts/Keys.js';
import { useCommands, type Command } from '../state/commands.js';
import { useTargetCount, type TargetFilters } from './target-pages.js';

const CHIPS: {
  name: 'all' | 'undecided' | 'protected' | 'problems' | 'flags' | 'seen';
  filters: TargetFilters;
  icon?: IconName;
}[] = [
  { name: 'all', filters: {} },
  { name: 'undecided', filters: { status: 'undecided' } },
  { name: 'protected', filters: { protected: 'any' }, icon: 'm-guard' },
  { name: 'problems', filters: { problem: 'any' }, icon: 'm-warn' },
  { name: 'flags', filters: { flag: 'any' }, icon: 'm-again' },
];

/** Filters of the list of targets, each with what it leaves. */
export function TargetFiltersBar({
  notice,
  filters,
  onFilters,
}: {
  notice: Notice;
  filters: TargetFilters;
  onFilters: (filters: TargetFilters) => void;
}) {
  const t = useWords();
  const field = useRef<HTMLInputElement>(null);
  const commands = useMemo<Command[]>(
    () => [{ id: 'filter', label: t('notice:cmd.filter'), keys: '/ | Shift+/', run: () => field.current?.focus() }],
    [t],
  );
  useCommands(commands);
  const { q, ...others } = filters;
  return (
    <div className="pane-h" role="search">
      {CHIPS.map(({ name, filters: chip, icon }) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-pressed={JSON.stringify(others) === JSON.stringify(chip) && q === undefined}
          onClick={() => onFilters(chip)}
        >
          {icon === undefined ? null : <Icon name={icon} />}
          {t(`notice:targets.${name}`)} <Left notice={notice} filters={chip} />
        </button>
      ))}
      <span className="push" />
      <label className="field sm filter-field">
        <Icon name="m-search" />
        <input
          ref={field}
          placeholder={t('notice:targets.filter')}
          aria-label={t('notice:targets.filterLabel')}
          defaultValue={q ?? ''}
          key={q ?? ''}
          onKeyDown={(event) => {
            const text = event.currentTarget.value.trim();
            if (event.key === 'Enter') onFilters(text === '' ? others : { ...others, q: text });
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        <Keys of="/" />
      </label>
    </div>
  );
}

function Left({ notice, filters }: { notice: Notice; filters: TargetFilters }) {
  const count = useTargetCount(notice.id, filters);
  return count === undefined ? null : <span className="n">{formatNumber(count)}</span>;
}
