import { formatNumber } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import { FrozenActionMark } from './FrozenActionMark.js';
import type { SubmissionChanges, SubmissionRecord } from './types.js';

interface ActionsTableProps {
  submission: SubmissionRecord;
  changes: SubmissionChanges;
}

/** Decisions by action, now and in the previous submission, with a check that they add up. */
export function ActionsTable({ submission, changes }: ActionsTableProps) {
  const t = useWords();
  const hasBefore = changes.against !== null || submission.purpose === 'restoration';
  return (
    <div>
      <div className="section-head">
        <h2>{t('approval:actions.title')}</h2>
      </div>
      <table className="table">
        <Head submission={submission} changes={changes} hasBefore={hasBefore} />
        <tbody>
          {changes.byAction.map(({ action, before, after }) => (
            <tr key={action}>
              <td>
                <FrozenActionMark action={action} />
              </td>
              {hasBefore ? <td className="align-end faint">{formatNumber(before)}</td> : null}
              <td className="align-end medium">{formatNumber(after)}</td>
              {hasBefore ? <Difference by={after - before} /> : null}
            </tr>
          ))}
        </tbody>
        <Foot submission={submission} changes={changes} hasBefore={hasBefore} />
      </table>
    </div>
  );
}

function Head({ submission, changes: { against }, hasBefore }: ActionsTableProps & { hasBefore: boolean }) {
  const t = useWords();
  return (
    <thead>
      <tr>
        <th scope="col">{t('approval:actions.action')}</th>
        {hasBefore ? (
          <th scope="col" className="align-end">
            {against === null ? t('approval:actions.before') : t('approval:actions.submission', { number: against })}
          </th>
        ) : null}
        <th scope="col" className="align-end">
          {t('approval:actions.submission', { number: submission.number })}
        </th>
        {hasBefore ? (
          <th scope="col" className="align-end">
            {t('approval:actions.change')}
          </th>
        ) : null}
      </tr>
    </thead>
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
  return (
    <td className="align-end">
      {by === 0 ? <span className="faint">0</span> : <b>{`${by > 0 ? '+' : '−'}${formatNumber(Math.abs(by))}`}</b>}
    </td>
  );
}
