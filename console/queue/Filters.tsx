import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NOTICE_KINDS, NOTICE_SORTS, PRIORITIES, STAGES } from '../../domain/notices/notice.js';
import { useColleagues } from '../http/colleagues.js';
import { useMay } from '../http/may.js';
import { readAll } from '../http/read-all.js';
import type { Authority, SavedView } from '../http/types.js';
import type { MenuOption } from '../parts/Menu.js';
import { countryOptions, type Filter } from '../records/list/filter.js';
import { FilterBar } from '../records/list/FilterBar.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { ListTools } from './ListTools.js';
import { isNarrowed, readSearch, type QueueSearch } from './search.js';
import { isViewOf, viewsQuery } from './views.js';
import { lazyDialog } from '../parts/lazy-dialog.js';

const SaveView = lazyDialog(() => import('./ViewDialogs.js').then((all) => ({ default: all.SaveView })));
const RemoveView = lazyDialog(() => import('./ViewDialogs.js').then((all) => ({ default: all.RemoveView })));

interface FiltersProps {
  search: QueueSearch;
  fixedStage: boolean;
  countries: readonly string[];
}

/** Filters and order of the queue, all kept in the address. */
export function Filters({ search, fixedStage, countries }: FiltersProps) {
  const filters = useFilters(search, countries);
  return (
    <>
      <FilterBar
        filters={filters.filter(({ at }) => !fixedStage || at !== 'stage')}
        count={<span className="push" />}
        tools={<ListTools />}
      />
      {fixedStage ? null : <ViewActs search={search} />}
    </>
  );
}

/** The commands that save the filters as a view, or remove the view they are. */
function ViewActs({ search }: { search: QueueSearch }) {
  const t = useWords();
  const [openDialog, setOpenDialog] = useState<'save' | 'remove' | null>(null);
  const removable = useRemovableView(search);
  const canSave = removable === undefined && isNarrowed(search);
  useShortcuts([
    ...(canSave ? [{ id: 'save-view', label: t('frame:saveView'), run: () => setOpenDialog('save') }] : []),
    ...(removable === undefined
      ? []
      : [{ id: 'remove-view', label: t('queue:removeView.ask'), run: () => setOpenDialog('remove') }]),
  ]);
  const close = () => setOpenDialog(null);
  return (
    <>
      {openDialog === 'save' ? <SaveView search={search} onClose={close} /> : null}
      {openDialog === 'remove' && removable !== undefined ? <RemoveView view={removable} onClose={close} /> : null}
    </>
  );
}

/** The saved view that matches the address, if the reader may remove it: their own, or a shared one for an admin. */
function useRemovableView(search: QueueSearch): SavedView | undefined {
  const may = useMay();
  const views = useQuery({ ...viewsQuery, enabled: may('notice.read_facts') }).data?.items ?? [];
  return views.find(
    (view) =>
      (view.mine || may('people.manage')) &&
      isViewOf(readSearch(Object.fromEntries(new URLSearchParams(view.query))), search),
  );
}

function useFilters(search: QueueSearch, countries: readonly string[]): Filter[] {
  const t = useWords();
  const colleagues = useColleagues();
  const directory = useDirectoryCountries();
  return [
    { kind: 'text', at: 'q', label: t('queue:filterLabel'), narrow: true },
    menu(
      t('queue:f.stage'),
      'stage',
      STAGES.map((value) => ({ value, label: t(`words:stage.${value}`) })),
    ),
    menu(t('queue:f.country'), 'jurisdiction', countryOptions([...directory, ...countries])),
    menu(
      t('queue:f.kind'),
      'kind',
      NOTICE_KINDS.map((value) => ({ value, label: t(`words:kind.${value}`) })),
    ),
    {
      kind: 'menu',
      at: 'assignee',
      label: t('queue:f.assignee'),
      value: search.unassigned === 'true' ? 'nobody' : (search.assignee ?? ''),
      write: (who) => ({
        ...(who === 'nobody' ? { assignee: '', unassigned: 'true' } : { assignee: who, unassigned: '' }),
        open: '',
      }),
      options: [
        { value: 'me', label: t('queue:f.me') },
        { value: 'nobody', label: t('queue:f.nobody') },
        ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
    menu(
      t('notice:facts.priority'),
      'priority',
      PRIORITIES.map((value) => ({ value, label: t(`words:priority.${value}`) })),
    ),
    ...(search.queue === undefined ? [] : [menu(t('queue:f.queue'), 'queue', [])]),
    { kind: 'switch', at: 'alert', label: t('queue:f.alert') },
    {
      kind: 'menu',
      at: 'sort',
      label: t('queue:f.sort'),
      usual: 'due',
      bare: true,
      options: NOTICE_SORTS.map((value) => ({
        value,
        label: t(`queue:sort.${value}`),
      })),
    },
  ];
}

const menu = (label: string, at: string, options: readonly MenuOption[]): Filter => ({
  kind: 'menu',
  at,
  label,
  options,
});

/** Authorities that the desk knows; it can receive notices of others, which add theirs once they are listed. */
function useDirectoryCountries(): string[] {
  const directory = useQuery({
    queryKey: ['records', 'directory'],
    queryFn: ({ signal }) => readAll<Authority>('/v1/authorities', { signal, background: true }),
    staleTime: 5 * 60_000,
    enabled: useMay()('authorities.read'),
  });
  return directory.data?.items.map(({ country }) => country) ?? [];
}
