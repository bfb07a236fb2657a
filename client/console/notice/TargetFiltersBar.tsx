import { useWords } from '../words/use-words.js';
import { useMemo, useRef } from 'react';
import type { Notice } from '../http/types.js';
import { formatNumber } from '../parts/format.js';
import { Icon, type IconName } from '../parts/Icon.js';
import { Keys } from '../parts/Keys.js';
import { useCommands, type Command } from '../state/commands.js';
import { useTargetCount, type TargetFilters } from './target-pages.js';

interface ChipFacts {
  name: 'all' | 'undecided' | 'protected' | 'problems' | 'flags';
  filters: TargetFilters;
  icon?: IconName;
}

const CHIPS: ChipFacts[] = [
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
      {CHIPS.map((chip) => (
        <Chip
          key={chip.name}
          notice={notice}
          chip={chip}
          isOn={JSON.stringify(others) === JSON.stringify(chip.filters) && q === undefined}
          onPress={() => onFilters(chip.filters)}
        />
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
          }}
        />
        <Keys of="/" />
      </label>
    </div>
  );
}

function Chip({
  notice,
  chip,
  isOn,
  onPress,
}: {
  notice: Notice;
  chip: ChipFacts;
  isOn: boolean;
  onPress: () => void;
}) {
  const t = useWords();
  const count = useTargetCount(notice.id, chip.filters);
  // What there is none of is not worth a place, unless one stands on it or it says that the work is done.
  if (count === 0 && !isOn && chip.icon !== undefined) return null;
  return (
    <button type="button" className="chip" aria-pressed={isOn} onClick={onPress}>
      {chip.icon === undefined ? null : <Icon name={chip.icon} />}
      {t(`notice:targets.${chip.name}`)} {count === undefined ? null : <span className="n">{formatNumber(count)}</span>}
    </button>
  );
}
