import { useMemo } from 'react';
import { useMay } from '../../http/may.js';
import { Tag } from '../../parts/Tag.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import { readDay } from '../list/day.js';
import { DayField } from '../list/DayField.js';
import { countryFilter, includesText, type Filter } from '../list/filter.js';
import { formatValueName } from '../list/find-name.js';
import type { RecordColumn } from '../list/RecordRows.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { useAllPages } from '../list/use-pages.js';
import { LawDetail } from './LawDetail.js';
import { toLaws, versionOn, lowestQuality } from './laws.js';
import { ReviewTag } from './LawReview.js';
import { QualityTag } from './Trust.js';
import type { Law, LawReview, Version } from './types.js';

/** Every law with its versions; the version in force on the chosen day is shown first. */
export function LawsTab() {
  const t = useWords();
  const [address] = useAddress();
  const list = useAllPages<Version>('/v1/rulebook/regimes');
  const isOn = useMay()('notice.read_facts');
  const reviews = useAllPages<LawReview>('/v1/rulebook/reviews', {}, { isOn }).rows;
  const day = readDay(address.at) ?? new Date(nowMs()).toISOString().slice(0, 10);
  const laws = useMemo(() => toLaws(list.rows), [list.rows]);
  return (
    <RecordsList
      label={t('rulebook:laws')}
      list={{ ...list, rows: laws, total: null }}
      reading
      columns={buildColumns(t, day, reviews)}
      keyOf={({ id }) => id}
      failed={t('rulebook:failed')}
      empty={t('records:noneMatch')}
      filters={buildFilters(t, laws)}
      pane={(law) => <LawDetail law={law} day={day} reviews={reviews} />}
      paneLabel={t('rulebook:law')}
    />
  );
}

function buildFilters(t: Words, laws: readonly Law[]): Filter<Law>[] {
  return [
    {
      kind: 'text',
      at: 'q',
      label: t('rulebook:filter'),
      keeps: ({ id, title, versions }, q) => includesText([id, title, versions.map(({ summary }) => summary)], q),
    },
    countryFilter(t, laws, ({ jurisdiction }) => jurisdiction),
    {
      kind: 'switch',
      at: 'memory',
      label: t('rulebook:onlyMemory'),
      keeps: ({ versions }, memory) =>
        memory === '' || versions.some((version) => lowestQuality(version) === 'from_memory'),
    },
    // The law stays open: another day shows another version of it.
    { kind: 'day', field: DayField, at: 'at', label: t('rulebook:on'), write: (at) => ({ at, version: '' }) },
  ];
}

function buildColumns(t: Words, day: string, reviews: readonly LawReview[]): RecordColumn<Law>[] {
  return [
    {
      head: t('rulebook:law'),
      width: 'minmax(0, 1fr)',
      cell: (law) => (
        <>
          <b className="identifier">{law.id}</b>
          <span className="muted fine block cut">{law.title}</span>
        </>
      ),
    },
    {
      head: t('rulebook:trust'),
      width: '9.5rem',
      cell: (law) => {
        const version = versionOn(law, day);
        if (version === null) return <Tag>{t('rulebook:noVersion')}</Tag>;
        const review = reviews.find((one) => one.id === law.id && one.version === version.version);
        return (
          <span className="stack">
            <QualityTag quality={lowestQuality(version)} />
            {review === undefined || isPlain(review) ? null : <ReviewTag review={review} />}
            {version.status === 'in_force' ? null : (
              <Tag tone="caution">{formatValueName(t, 'rulebook:lawStatus', version.status)}</Tag>
            )}
          </span>
        );
      },
    },
  ];
}

function isPlain({ state, mistakes }: LawReview): boolean {
  return state === 'draft' && mistakes.length === 0;
}
