import { formatNumber } from '../parts/format.js';
import { Table, type Column } from '../parts/Table.js';
import { useWords } from '../words/use-words.js';
import { FrozenActionMark } from './FrozenActionMark.js';
import type { SubmissionChanges, SubmissionRecord } from './types.js';

type Change = SubmissionChanges['byAction'][number];

interface ActionsTableProps {
  submission: SubmissionRecord;
  changes: SubmissionChanges;
}

/** Decisions by action, now and in the previous submission, with a check that they add up. */
export function ActionsTable({ submission, changes }: ActionsTableProps) {
  const t = useWords();
  const hasBefore = changes.against !== null || submission.purpose === 'restoration';
  const nameOf = (number: number) => t('approval:actions.submission', { number });
  const { against } = changes;
  const before: Column<Change> = {
    head: against === null ? t('approval:actions.before') : nameOf(against),
    end: true,
    className: 'faint',
    cell: (row) => formatNumber(row.before),
  };
  const change: Column<Change> = {
    head: t('approval:actions.change'),
    end: true,
    cell: (row) => <Difference by={row.after - row.before} />,
  };
  return (
    <div>
      <div className="section-head">
        <h2>{t('approval:actions.title')}</h2>
      </div>
      <Table
        rows={changes.byAction}
        keyOf={({ action }) => action}
        columns={[
          { head: t('approval:actions.action'), cell: ({ action }) => <FrozenActionMark action={action} /> },
          ...(hasBefore ? [before] : []),
          { head: nameOf(submission.number), end: true, className: 'medium', cell: ({ after }) => formatNumber(after) },
          ...(hasBefore ? [change] : []),
        ]}
        foot={<Foot submission={submission} changes={changes} hasBefore={hasBefore} />}
      />
    </div>
  );
}

function Foot({ submission, changes: { byAction }, hasBefore }: ActionsTableProps & { hasBefore: boolean }) {
  const t = useWords();
  const sumSide = (side: 'before' | 'after') => byAction.reduce((sum, row) => sum + row[side], 0);
  const adds = sumSide('after') === submission.targets;
  return (
    <tfoot>
      <tr>
        <td>
          {t('approval:actions.targets')} {hasBefore ? null : <Sum adds={adds} />}
        </td>
        {hasBefore ? <td className="align-end faint">{formatNumber(sumSide('before'))}</td> : null}
        <td className="align-end">{formatNumber(submission.targets)}</td>
        {hasBefore ? (
          <td className="align-end">
            <Sum adds={adds} />
          </td>
        ) : null}
      </tr>
    </tfoot>
  );
}

function Sum({ adds }: { adds: boolean }) {
  const t = useWords();
  return adds ? (
    <span className="faint">{t('approval:actions.addsUp')}</span>
  ) : (
    <span className="danger-ink">{t('approval:actions.doesNot')}</span>
  );
}

function Difference({ by }: { by: number }) {
  return by === 0 ? <span className="faint">0</span> : <b>{`${by > 0 ? '+' : '−'}${formatNumber(Math.abs(by))}`}</b>;
}
