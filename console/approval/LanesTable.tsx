import { formatNumber } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import { FrozenLaneMark } from './FrozenLaneMark.js';
import type { Changes, Submission } from './types.js';

interface LanesTableProps {
  submission: Submission;
  changes: Changes;
}

/** Decisions by lane, now and in the submission before, and whether they add up. */
export function LanesTable({ submission, changes }: LanesTableProps) {
  const t = useWords();
  const hasBefore = changes.against !== null || submission.purpose === 'restoration';
  return (
    <div>
      <div className="sec">
        <h2>{t('approval:lanes.title')}</h2>
      </div>
      <table className="t">
        <Head submission={submission} changes={changes} hasBefore={hasBefore} />
        <tbody>
          {changes.byLane.map(({ lane, before, after }) => (
            <tr key={lane}>
              <td>
                <FrozenLaneMark lane={lane} />
              </td>
              {hasBefore ? <td className="r dim">{formatNumber(before)}</td> : null}
              <td className="r mid">{formatNumber(after)}</td>
              {hasBefore ? <Difference by={after - before} /> : null}
            </tr>
          ))}
        </tbody>
        <Foot submission={submission} changes={changes} hasBefore={hasBefore} />
      </table>
    </div>
  );
}

function Head({ submission, changes: { against }, hasBefore }: LanesTableProps & { hasBefore: boolean }) {
  const t = useWords();
  return (
    <thead>
      <tr>
        <th scope="col">{t('approval:lanes.lane')}</th>
        {hasBefore ? (
          <th scope="col" className="r">
            {against === null ? t('approval:lanes.before') : t('approval:lanes.submission', { number: against })}
          </th>
        ) : null}
        <th scope="col" className="r">
          {t('approval:lanes.submission', { number: submission.number })}
        </th>
        {hasBefore ? (
          <th scope="col" className="r">
            {t('approval:lanes.change')}
          </th>
        ) : null}
      </tr>
    </thead>
  );
}

function Foot({ submission, changes: { byLane }, hasBefore }: LanesTableProps & { hasBefore: boolean }) {
  const t = useWords();
  const sumOf = (side: 'before' | 'after') => byLane.reduce((sum, row) => sum + row[side], 0);
  const adds = sumOf('after') === submission.targets;
  return (
    <tfoot>
      <tr>
        <td>
          {t('approval:lanes.targets')} {hasBefore ? null : <Sum adds={adds} />}
        </td>
        {hasBefore ? <td className="r dim">{formatNumber(sumOf('before'))}</td> : null}
        <td className="r">{formatNumber(submission.targets)}</td>
        {hasBefore ? (
          <td className="r">
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
    <span className="same">{t('approval:lanes.addsUp')}</span>
  ) : (
    <span className="danger-ink">{t('approval:lanes.doesNot')}</span>
  );
}

function Difference({ by }: { by: number }) {
  return (
    <td className="r">
      {by === 0 ? <span className="same">0</span> : <b>{`${by > 0 ? '+' : '−'}${formatNumber(Math.abs(by))}`}</b>}
    </td>
  );
}
