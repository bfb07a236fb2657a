import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import type { facetsView } from '../../contract/review/facets.js';
import { FACETS, type Facet } from '../../domain/targets/facet.js';
import { buildQuery } from '../http/build-query.js';
import { read } from '../http/call.js';
import type { Notice } from '../http/types.js';
import { useIsNarrow } from '../notice/document-drawer.js';
import { padNo } from '../notice/targets/selection.js';
import { Marks } from '../notice/targets/TargetRow.js';
import type { TargetFilters } from '../notice/targets/target-search.js';
import { Button } from '../parts/Button.js';
import { formatNumber } from '../parts/format.js';
import { Loading } from '../parts/Loading.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { choose, facetText, filterFor, isChosen } from './facet-choice.js';
import { reviewPane } from './review-pane.js';

type FacetView = z.infer<typeof facetsView>['facets'][number];
type ValueView = FacetView['values'][number];

interface GroupsPaneProps {
  notice: Notice;
  filters: TargetFilters;
  isSelected: boolean;
  /** Narrows the list to a group and selects its targets, which are as many; null: selects none. */
  onChoose: (filters: TargetFilters, count: number | null) => void;
}

/** The targets by remark, type, class and so on, with samples: a group is chosen with one click, and decided as a whole. */
export default function GroupsPane({ notice, filters, isSelected, onChoose }: GroupsPaneProps) {
  const t = useWords();
  const isOver = useIsNarrow();
  const [by, setBy] = useState<Facet>('remark');
  const [draw, setDraw] = useState(0);
  const query = buildQuery({ ...filters, by, draw: String(draw) });
  const facets = useQuery({
    queryKey: ['notice', notice.id, 'targets', 'facets', query],
    queryFn: ({ signal }) => read<z.infer<typeof facetsView>>(`/v1/notices/${notice.id}/facets?${query}`, { signal }),
    placeholderData: keepPreviousData,
  });
  const close = () => reviewPane.set('document');
  useShortcuts([
    { id: 'groups-off', label: t('notice:cmd.document'), keys: 'd', run: close, hidden: true },
    ...(isOver ? [{ id: 'groups-close', label: t('frame:close'), keys: 'Escape', run: close, hidden: true }] : []),
  ]);
  const press = (facet: Facet, { value, count }: ValueView) => {
    if (isOver) close();
    // To the list, where Enter drafts instead of pressing this button again.
    document.getElementById('targets')?.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
    const isOn = isChosen(filters, facet, value);
    if (isOn && !isSelected) onChoose(filters, count);
    else onChoose(choose(filters, facet, value), isOn ? null : count);
  };
  const shown = (facets.data?.facets ?? []).filter(
    ({ facet, values }) =>
      facet === by || values.length > 1 || values.some(({ value }) => isChosen(filters, facet, value)),
  );
  const grouped = shown.filter(({ facet }) => facet === by);
  return (
    <section
      className={isOver ? 'pane document-pane drawer no-print' : 'pane document-pane no-print'}
      id="groups"
      aria-label={t('review:groups.label')}
    >
      <div className="pane-head">
        <h2>{t('review:groups.label')}</h2>
        <span className="push chip choice">
          <b className="cut">{t(`review:groups.facet.${by}`)}</b>
          <select
            aria-label={t('review:groups.by')}
            value={by}
            onChange={({ target: { value } }) => setBy(FACETS.find((one) => one === value) ?? by)}
          >
            {FACETS.map((facet) => (
              <option key={facet} value={facet}>
                {t(`review:groups.facet.${facet}`)}
              </option>
            ))}
          </select>
        </span>
        <Button size="small" keys="d" onPress={close}>
          {t('notice:document.title')}
        </Button>
      </div>
      <div className="read">
        {facets.data === undefined ? <Loading query={facets} failed={t('review:groups.failed')} rows={8} /> : null}
        {[...grouped, ...shown.filter((one) => !grouped.includes(one))].map((view) => (
          <FacetSection key={view.facet} notice={notice} view={view} filters={filters} onChoose={press}>
            {view.facet === by ? (
              <button type="button" className="text-button link fine push" onClick={() => setDraw(draw + 1)}>
                {t('review:groups.others')}
              </button>
            ) : null}
          </FacetSection>
        ))}
      </div>
    </section>
  );
}

interface FacetSectionProps {
  notice: Notice;
  view: FacetView;
  filters: TargetFilters;
  onChoose: (facet: Facet, value: ValueView) => void;
  children: ReactNode;
}

function FacetSection({ notice, view: { facet, total, values }, filters, onChoose, children }: FacetSectionProps) {
  const t = useWords();
  return (
    <section className="facet" aria-label={t(`review:groups.facet.${facet}`)}>
      <h3 className="line fine">
        {t(`review:groups.facet.${facet}`)} {children}
      </h3>
      <ul>
        {values.map((one) => (
          <li key={one.value}>
            <button
              type="button"
              className="facet-value"
              aria-pressed={isChosen(filters, facet, one.value)}
              disabled={filterFor(facet, one.value) === null}
              style={{ '--share': one.count / Math.max(notice.counts.targets, 1) }}
              onClick={() => onChoose(facet, one)}
            >
              <span className="cut" dir="auto">
                {facetText(facet, one.value, t)}
              </span>
              <span className="number push">{formatNumber(one.count)}</span>
            </button>
            {one.samples.length === 0 ? null : <Samples samples={one.samples} />}
          </li>
        ))}
      </ul>
      {total > values.length ? (
        <p className="why">{t('review:groups.more', { count: total - values.length })}</p>
      ) : null}
    </section>
  );
}

function Samples({ samples }: { samples: ValueView['samples'] }) {
  const t = useWords();
  return (
    <ul className="samples fine">
      {samples.map((sample) => (
        <li key={sample.no} className="line">
          <span className="number faint">{padNo(sample.no)}</span>
          <span className="locator cut" dir="ltr" title={sample.locator}>
            {sample.locator}
          </span>
          <span className="push nowrap">
            <Marks target={sample} />
            {sample.exists ? null : <span className="faint">{t('review:groups.unknown')}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
