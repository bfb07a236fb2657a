import { Button } from '../../parts/Button.js';
import { formatDay } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import { readDay } from '../list/day.js';
import { DayField } from '../list/DayField.js';
import type { RecordColumn } from '../list/RecordRows.js';
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
  return (
    <RecordsList
      label={t('rulebook:changes')}
      list={usePages<LawDifference>('/v1/rulebook/diff', { from, to })}
      reading
      columns={buildColumns(t)}
      keyOf={keyOf}
      failed={t('rulebook:failed')}
      empty={t('rulebook:noChanges', { from: formatDay(from), to: formatDay(to) })}
      way={<Button onPress={() => change({ from: '2021-01-01', to: '', open: '' })}>{t('rulebook:since2021')}</Button>}
      filters={[
        { kind: 'day', field: DayField, at: 'from', label: t('records:from'), value: from },
        { kind: 'day', field: DayField, at: 'to', label: t('records:to'), value: to },
      ]}
      count={(count) => t('rulebook:differ', { count })}
      pane={(row) => <Differences of={[row]} />}
    />
  );
}

const keyOf = ({ what, id }: LawDifference) => `${what} ${id}`;

function buildColumns(t: Words): RecordColumn<LawDifference>[] {
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

export function Differences({ of }: { of: readonly LawDifference[] }) {
  return of.map((difference) => <Difference key={keyOf(difference)} of={difference} />);
}

function Difference({ of: { id, title, change, before, after, changes } }: { of: LawDifference }) {
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
