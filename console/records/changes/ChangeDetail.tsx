import { listFieldDifferences } from '../../../domain/changes/differences.js';
import { formatInstant } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Table } from '../../parts/Table.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { ChangeStateMark } from './ChangeState.js';
import { Decide } from './Decide.js';
import type { AdministrationChange } from './types.js';
import { valueText } from './value-text.js';

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
