import { useMemo } from 'react';
import { useMay } from '../../http/may.js';
import { Tag } from '../../parts/Tag.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { Column } from '../list/column.js';
import { CountryMenu } from '../list/CountryMenu.js';
import { DayField } from '../list/DayField.js';
import { FilterField } from '../list/FilterField.js';
import { includesText } from '../list/includes-text.js';
import { readDay } from '../list/day.js';
import { formatValueName } from '../list/find-name.js';
import { NoneHere } from '../list/EmptyList.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { useAllPages } from '../list/use-all-pages.js';
import { LawDetail } from './LawDetail.js';
import { toLaws, versionOn, lowestConfidence } from './laws.js';
import { ReviewTag } from './LawReview.js';
import { ConfidenceTag } from './Trust.js';
import type { Law, LawReview, Version } from './types.js';

/** Every law with its versions; the version in force on the chosen day is shown first. */
export function LawsTab() {
  const t = useWords();
  const [address, change] = useAddress();
  const { q = '', country = '', memory = '' } = address;
  const list = useAllPages<Version>('/v1/rulebook/regimes');
  const may = useMay();
  const reviews = useAllPages<LawReview>('/v1/rulebook/reviews', {}, { isOn: may('notice.read_facts') });
  const day = readDay(address.at) ?? new Date(nowMs()).toISOString().slice(0, 10);
  const laws = useMemo(() => toLaws(list.rows), [list.rows]);
  const shown = laws.filter(
    (law) =>
      (country === '' || law.jurisdiction === country) &&
      (memory === '' || law.versions.some((version) => lowestConfidence(version) === 'from_memory')) &&
      includesText([law.id, law.title, law.versions.map(({ summary }) => summary)], q),
  );
  return (
    <RecordsList
      label={t('rulebook:laws')}
      list={{ ...list, rows: laws, total: null }}
      shown={shown}
      reading
      columns={buildColumns(t, day, reviews.rows)}
      keyOf={({ id }) => id}
      failed={t('rulebook:failed')}
      paneLabel={t('rulebook:law')}
      pane={(law) => <LawDetail law={law} day={day} reviews={reviews.rows} />}
      filters={<LawFilters countries={laws.map((law) => law.jurisdiction)} />}
      empty={
        <NoneHere text={t('records:noneMatch')} isNarrowed onClear={() => change({ q: '', country: '', memory: '' })} />
      }
    />
  );
}

function LawFilters({ countries }: { countries: readonly string[] }) {
  const t = useWords();
  const [{ q = '', at = '', country = '', memory = '' }, change] = useAddress();
  return (
    <div className="filters no-print" role="search">
      <FilterField
        value={q}
        label={t('rulebook:filter')}
        placeholder={t('queue:filter')}
        onChange={(text) => change({ q: text, open: '' })}
      />
      <CountryMenu of={countries} value={country} onChange={(value) => change({ country: value, open: '' })} />
      <button
        type="button"
        className="chip"
        aria-pressed={memory === 'true'}
        onClick={() => change({ memory: memory === 'true' ? '' : 'true', open: '' })}
      >
        {t('rulebook:onlyMemory')}
      </button>
      <DayField label={t('rulebook:on')} value={at} onChange={(day) => change({ at: day, version: '' })} />
    </div>
  );
}

function buildColumns(t: Words, day: string, reviews: readonly LawReview[]): Column<Law>[] {
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
            <ConfidenceTag confidence={lowestConfidence(version)} />
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
