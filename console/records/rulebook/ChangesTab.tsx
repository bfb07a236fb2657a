import { Button } from '../../parts/Button.js';
import { formatDay } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import type { Column } from '../list/column.js';
import { readDay } from '../list/day.js';
import { DayField } from '../list/DayField.js';
import { NoneHere } from '../list/EmptyList.js';
import { RecordsList } from '../list/RecordsList.js';
import { useAddress } from '../list/use-address.js';
import { usePages } from '../list/use-pages.js';
import { splitLine } from './compare.js';
import type { LawDifference } from './types.js';

const YEAR_MS = 365 * 24 * 3_600_000;
const toDay = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export function ChangesTab() {
  const t = useWords();
  const [address, change] = useAddress();
  const from = readDay(address.from) ?? toDay(nowMs() - YEAR_MS);
  const to = readDay(address.to) ?? toDay(nowMs());
  const list = usePages<LawDifference>('/v1/rulebook/diff', { from, to });
  return (
    <RecordsList
      label={t('rulebook:changes')}
      list={list}
      reading
      columns={buildColumns(t)}
      keyOf={({ what, id }) => `${what} ${id}`}
      failed={t('rulebook:failed')}
      paneLabel={t('records:pane')}
      pane={(row) => <DifferenceDetails of={row} />}
      filters={
        <div className="filters no-print">
          <DayField label={t('records:from')} value={from} onChange={(day) => change({ from: day, open: '' })} />
          <DayField label={t('records:to')} value={to} onChange={(day) => change({ to: day, open: '' })} />
          <span className="push muted number">
            {list.total === null ? '' : t('rulebook:differ', { count: list.total })}
          </span>
        </div>
      }
      empty={
        <NoneHere text={t('rulebook:noChanges', { from: formatDay(from), to: formatDay(to) })}>
          <Button onPress={() => change({ from: '2021-01-01', to: '', open: '' })}>{t('rulebook:since2021')}</Button>
        </NoneHere>
      }
    />
  );
}

function buildColumns(t: Words): Column<LawDifference>[] {
  return [
    {
      head: t('rulebook:law'),
      width: 'minmax(0, 1fr)',
      cell: ({ id, title }) => (
        <>
          <b className="identifier">{id}</b>
          <span className="muted fine block cut">{title}</span>
        </>
      ),
    },
    {
      head: t('rulebook:change'),
      width: '6.5rem',
      cell: ({ change }) => <Tag>{t(`records:change.${change}`)}</Tag>,
    },
  ];
}

export function DifferenceDetails({ of: { id, title, change, before, after, changes } }: { of: LawDifference }) {
  const t = useWords();
  return (
    <>
      <section>
        <div className="heading">
          <span className="identifier">{id}</span>
        </div>
        <h2 className="title">{title}</h2>
        <p className="flow">
          <Tag>{t(`records:change.${change}`)}</Tag>
          {before === null ? null : <span className="was">{before}</span>}
          {after === null ? null : <span className="now">{after}</span>}
        </p>
      </section>
      <section>
        {changes.length === 0 ? <p className="muted">{t(`rulebook:whole.${change}`)}</p> : null}
        <dl className="law-changes">
          {changes.map(({ field, line }, place) => (
            <Line key={`${field}${place}`} line={line} />
          ))}
        </dl>
      </section>
    </>
  );
}

function Line({ line }: { line: string }) {
  const parts = splitLine(line);
  if (parts === null)
    return (
      <div>
        <dt />
        <dd className="plain">{line}</dd>
      </div>
    );
  return (
    <div>
      <dt className="medium">{parts.label}</dt>
      <dd className="plain">
        <del>{parts.before}</del> <ins>{parts.after}</ins>
      </dd>
    </div>
  );
}
