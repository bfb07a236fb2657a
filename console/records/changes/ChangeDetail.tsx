import { listFieldDifferences } from '../../../domain/changes/differences.js';
import { formatInstant, formatList } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Table } from '../../parts/Table.js';
import { useWords, type Words } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { Decide } from './Decide.js';
import type { AdministrationChange } from '../../http/types.js';
import { isOneOf } from '../../../domain/is-one-of.js';
import { ROLES } from '../../../domain/people/permission.js';
import { Tag } from '../../parts/Tag.js';

export function ChangeDetail({ change }: { change: AdministrationChange }) {
  const t = useWords();
  const { kind, subject, requestedBy, requestedAt, decidedBy, decidedAt, effectiveAt, reason, state } = change;
  return (
    <>
      <section>
        <div className="heading">{formatValueName(t, 'records:changes.kind', kind)}</div>
        <h2 className="title" dir="auto">
          {subject.name}
        </h2>
        <p className="flow">
          <ChangeStateMark of={state} />
          <span>
            {t('records:changes.requestedBy', { name: requestedBy.name })} <Instant at={requestedAt} />
          </span>
        </p>
        {decidedBy === null || decidedAt === null ? null : (
          <p>
            {t('records:changes.decidedBy', { name: decidedBy.name })} <Instant at={decidedAt} />
          </p>
        )}
        {reason === null ? null : <p dir="auto">{t('records:changes.because', { reason })}</p>}
        {effectiveAt === null ? null : <p>{t('records:changes.from', { time: formatInstant(effectiveAt) })}</p>}
      </section>
      <Differences change={change} />
      {state === 'pending' ? <Decide change={change} /> : null}
    </>
  );
}

function Differences({ change }: { change: AdministrationChange }) {
  const t = useWords();
  return (
    <section>
      <div className="heading">{t('records:changes.what')}</div>
      <Table
        rows={listFieldDifferences(change)}
        keyOf={({ field }) => field}
        columns={[
          {
            head: t('records:changes.field'),
            cell: ({ field }) => formatValueName(t, 'records:changes.fields', field),
          },
          { head: t('records:changes.before'), cell: ({ before }) => valueText(t, before), className: 'plain' },
          { head: t('records:changes.after'), cell: ({ after }) => valueText(t, after), className: 'plain' },
        ]}
      />
    </section>
  );
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

function valueText(t: Words, value: unknown): string {
  if (value === null || value === undefined) return t('records:changes.nothing');
  if (typeof value === 'boolean') return value ? t('timeline:approval') : t('records:changes.no');
  if (typeof value === 'string') return stringText(t, value);
  if (Array.isArray(value))
    return value.length === 0 ? t('records:changes.nothing') : formatList(value.map((part) => valueText(t, part)));
  if (typeof value === 'object')
    return Object.values(value)
      .map((part) => valueText(t, part))
      .join(' ');
  return JSON.stringify(value);
}

function stringText(t: Words, value: string): string {
  if (INSTANT.test(value)) return formatInstant(value);
  return isOneOf(ROLES, value) ? t(`frame:role.${value}`) : value;
}

export function ChangeStateMark({ of }: { of: AdministrationChange['state'] }) {
  const t = useWords();
  const tone = of === 'pending' ? 'caution' : of === 'applied' ? 'ok' : null;
  return <Tag {...(tone === null ? {} : { tone })}>{t(`records:changes.states.${of}`)}</Tag>;
}
