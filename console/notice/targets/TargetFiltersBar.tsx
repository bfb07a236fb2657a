import { useWords } from '../../words/use-words.js';
import { useRef } from 'react';
import type { Notice } from '../../http/types.js';
import { OF_DRAFTS, useLook } from '../../conversations/use-look.js';
import { formatNumber } from '../../parts/format.js';
import { Icon, type IconName } from '../../parts/Icon.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { useTargetCount } from './target-pages.js';
import { isSameFilter, type TargetFilters } from './target-search.js';
import { reviewPane } from '../../review/review-pane.js';
import { useStore } from '../../state/store.js';
import { TextFilter } from '../../records/list/TextFilter.js';

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

interface BarProps {
  notice: Notice;
  filters: TargetFilters;
  count: number | undefined;
  /** `isTyping` replaces the history entry instead of adding one. */
  onFilters: (filters: TargetFilters, isTyping?: boolean) => void;
  /** Returns the keyboard to the rows. */
  onLeave: () => void;
}

export function TargetFiltersBar({ notice, filters, count, onFilters, onLeave }: BarProps) {
  const t = useWords();
  const field = useRef<HTMLInputElement>(null);
  const isGrouped = useStore(reviewPane) === 'groups';
  const group = () => reviewPane.set(isGrouped ? 'document' : 'groups');
  useShortcuts([
    { id: 'filter', label: t('notice:cmd.filter'), keys: '/ | Shift+/', run: () => field.current?.focus() },
    { id: 'groups', label: t('notice:targets.groups'), keys: 'b', run: group },
  ]);
  const { q = '', ...chosen } = filters;
  const filterBy = (next: TargetFilters, text: string) => (text === '' ? next : { ...next, q: text });
  const isNarrowed = Object.keys(filters).length > 0;
  return (
    <div className="pane-head target-filters" role="search">
      <button type="button" className="chip" aria-pressed={isGrouped} aria-keyshortcuts="b" onClick={group}>
        {t('notice:targets.groups')}
      </button>
      {CHIPS.map((chip) => (
        <Chip
          key={chip.name}
          notice={notice}
          chip={chip}
          filters={filterBy(chip.filters, q)}
          isOn={isSameFilter(chosen, chip.filters)}
          onPress={() => {
            onFilters(filterBy(chip.filters, q));
            onLeave();
          }}
        />
      ))}
      <SinceChip
        notice={notice}
        chosen={chosen.draftedSince}
        onPress={(draftedSince) => {
          onFilters(filterBy(draftedSince === null ? {} : { draftedSince }, q));
          onLeave();
        }}
      />
      <span className="push" />
      <span className="muted fine number nowrap" role="status">
        {isNarrowed && count !== undefined
          ? t('notice:targets.left', { n: formatNumber(count), of: formatNumber(notice.counts.targets) })
          : ''}
      </span>
      <TextFilter
        ref={field}
        keys="/"
        label={t('notice:targets.filterLabel')}
        q={q}
        onText={(text) => onFilters(filterBy(chosen, text), text !== '' && q !== '')}
        onLeave={onLeave}
      />
    </div>
  );
}

interface ChipProps {
  notice: Notice;
  chip: ChipFacts;
  filters: TargetFilters;
  isOn: boolean;
  onPress: () => void;
}

function Chip({ notice, chip, filters, isOn, onPress }: ChipProps) {
  const t = useWords();
  const count = useTargetCount(notice.id, filters);
  const whole = useTargetCount(notice.id, chip.filters);
  // A filter that finds nothing in the whole notice is hidden, unless it is active or its emptiness shows that the work
  // is done. Within a text it shows 0.
  if (whole === 0 && !isOn && chip.icon !== undefined) return null;
  return (
    <button type="button" className="chip" aria-pressed={isOn} onClick={onPress}>
      {chip.icon === undefined ? null : <Icon name={chip.icon} />}
      {t(`notice:targets.${chip.name}`)}{' '}
      {count === undefined ? null : <span className="number">{formatNumber(count)}</span>}
    </button>
  );
}

interface SinceChipProps {
  notice: Notice;
  chosen: string | undefined;
  /** Null once the reader has seen them. */
  onPress: (draftedSince: string | null) => void;
}

/** What others have drafted since the reader looked, with a way to mark it as seen. */
function SinceChip({ notice, chosen, onPress }: SinceChipProps) {
  const t = useWords();
  const { look, markSeen } = useLook(notice.id, OF_DRAFTS);
  const since = look?.last == null ? undefined : String(look.last.revision);
  if (since === undefined || (look?.drafted === 0 && chosen === undefined)) return null;
  const isOn = chosen !== undefined;
  return (
    <>
      <button type="button" className="chip" aria-pressed={isOn} onClick={() => onPress(isOn ? null : since)}>
        {t('notice:targets.since')} <span className="number">{formatNumber(look?.drafted ?? 0)}</span>
      </button>
      {isOn ? (
        <button
          type="button"
          className="text-button link fine"
          onClick={() => {
            markSeen();
            onPress(null);
          }}
        >
          {t('notice:targets.seen')}
        </button>
      ) : null}
    </>
  );
}
