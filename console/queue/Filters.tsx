import { useWords } from '../words/use-words.js';
import { useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { NOTICE_KINDS, STAGES } from '../../domain/notices/notice.js';
import { Icon } from '../parts/Icon.js';
import { Menu } from '../parts/Menu.js';
import { useKeyboardFor, useShortcuts } from '../state/shortcuts.js';
import { leaveField } from '../state/focus.js';
import { isNarrowed, readSearch, type QueueSearch } from './search.js';
import { isViewOf, viewsQuery, type SavedView } from './views.js';
import { useColleagues } from '../http/colleagues.js';
import { useMay } from '../http/may.js';
import { formatCountry } from '../parts/format.js';

const SaveView = lazy(() => import('./ViewDialogs.js').then((all) => ({ default: all.SaveView })));
const RemoveView = lazy(() => import('./ViewDialogs.js').then((all) => ({ default: all.RemoveView })));

type ChangeSearch = (part: Partial<Record<keyof QueueSearch, string>>) => void;

/** Filters and order of the queue, all kept in the address. */
export function Filters({ search, fixedStage }: { search: QueueSearch; fixedStage: boolean }) {
  const t = useWords();
  const navigate = useNavigate();
  const set: ChangeSearch = (part) => {
    void navigate({
      to: '.',
      search: (before: object) => withoutEmpty({ ...before, ...part, open: undefined }),
      replace: true,
    });
  };
  return (
    <div className="filters no-print" role="search">
      <TextFilter value={search.q ?? ''} onChange={(q) => set({ q })} />
      <Facets search={search} set={set} hasStage={!fixedStage} />
      <button
        type="button"
        className="chip"
        aria-pressed={search.alert === 'true'}
        onClick={() => set({ alert: search.alert === 'true' ? '' : 'true' })}
      >
        {t('queue:f.alert')}
      </button>
      <span className="push" />
      <Menu
        label={t('queue:f.sort')}
        value={search.sort ?? 'due'}
        options={(['due', 'received', 'consequence'] as const).map((sort) => ({
          value: sort,
          label: t(`queue:sort.${sort}`),
        }))}
        onChange={(sort) => set({ sort: sort === 'due' ? '' : sort })}
        bare
      />
      {fixedStage ? null : <ViewActs search={search} />}
    </div>
  );
}

function TextFilter({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const t = useWords();
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([
    { id: 'filter', label: t('queue:cmd.filter'), keys: '/ | Shift+/', run: () => field.current?.focus() },
  ]);
  return (
    <label className="field small filter-field">
      <Icon name="m-search" />
      <input
        ref={field}
        defaultValue={value}
        key={value}
        placeholder={t('queue:filter')}
        aria-label={t('queue:filterLabel')}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leaveField(event.currentTarget);
        }}
        onBlur={(event) => {
          if (event.currentTarget.value.trim() !== value) onChange(event.currentTarget.value.trim());
        }}
      />
      <kbd>/</kbd>
    </label>
  );
}

function Facets({ search, set, hasStage }: { search: QueueSearch; set: ChangeSearch; hasStage: boolean }) {
  const t = useWords();
  const colleagues = useColleagues();
  const any = { value: '', label: t('queue:any') };
  return (
    <>
      {hasStage ? (
        <Menu
          label={t('queue:f.stage')}
          value={search.stage ?? ''}
          options={[any, ...STAGES.map((stage) => ({ value: stage, label: t(`words:stage.${stage}`) }))]}
          onChange={(stage) => set({ stage })}
        />
      ) : null}
      <Menu
        label={t('queue:f.country')}
        value={search.jurisdiction ?? ''}
        options={[any, ...COUNTRIES.map((code) => ({ value: code, label: formatCountry(code) }))]}
        onChange={(jurisdiction) => set({ jurisdiction })}
      />
      <Menu
        label={t('queue:f.kind')}
        value={search.kind ?? ''}
        options={[any, ...NOTICE_KINDS.map((kind) => ({ value: kind, label: t(`words:kind.${kind}`) }))]}
        onChange={(kind) => set({ kind })}
      />
      <Menu
        label={t('queue:f.assignee')}
        value={search.unassigned === 'true' ? 'nobody' : (search.assignee ?? '')}
        options={[
          any,
          { value: 'me', label: t('queue:f.me') },
          { value: 'nobody', label: t('queue:f.nobody') },
          ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(who) =>
          set(who === 'nobody' ? { assignee: '', unassigned: 'true' } : { assignee: who, unassigned: '' })
        }
      />
      {search.queue === undefined ? null : (
        <Menu label={t('queue:f.queue')} value={search.queue} options={[any]} onChange={(queue) => set({ queue })} />
      )}
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
  // A dialog that is still loading already owns the keyboard.
  useKeyboardFor(openDialog !== null);
  const close = () => setOpenDialog(null);
  return (
    <Suspense fallback={null}>
      {openDialog === 'save' ? <SaveView search={search} onClose={close} /> : null}
      {openDialog === 'remove' && removable !== undefined ? <RemoveView view={removable} onClose={close} /> : null}
    </Suspense>
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

/** Only jurisdictions of the rulebook; search finds notices of other ones. */
const COUNTRIES = [
  'AU',
  'BR',
  'CA',
  'DE',
  'EU',
  'FR',
  'GB',
  'ID',
  'IN',
  'JP',
  'KR',
  'MY',
  'PK',
  'RU',
  'SG',
  'TH',
  'TR',
  'US',
  'VN',
  'ZA',
] as const;

function withoutEmpty(search: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  );
}
