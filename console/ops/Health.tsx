import { useWords, wordAt } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { readinessQuery, type ComponentHealth } from '../http/queries.js';
import { Failure } from '../parts/Failure.js';
import { formatAge, formatInstant, formatNumber, formatRecent, withOwnTimes } from '../parts/format.js';
import { Icon, type IconName } from '../parts/Icon.js';
import { nowMs, useFromNow } from '../state/now.js';
import { partName } from '../parts/part-name.js';
import { partText } from './part-text.js';
import { Releases } from './Releases.js';
import { useRepairText } from './repair-text.js';
import type { Overview } from './types.js';

export function Health({
  overview,
  error,
  onRetry,
}: {
  overview: Overview | undefined;
  error: Error | null;
  onRetry: () => void;
}) {
  const t = useWords();
  return (
    <div className="verdict scrolls health" role="region" aria-label={t('ops:health.label')} tabIndex={0}>
      <Parts />
      <Releases />
      {error !== null && overview === undefined ? (
        <section>
          <Failure title={t('ops:health.overviewFailed')} error={error} onRetry={onRetry} />
        </section>
      ) : null}
      {overview === undefined ? null : (
        <>
          <Queues queues={overview.queues} />
          <Repaired repaired={overview.repairedToday} />
        </>
      )}
    </div>
  );
}

const PART_SHAPE: Record<'up' | 'degraded' | 'down', IconName> = {
  up: 'm-live',
  degraded: 's-urgent',
  down: 's-overdue',
};

function Parts() {
  const t = useWords();
  const { data, dataUpdatedAt, error } = useQuery(readinessQuery);
  return (
    <section>
      <h2 className="heading">
        {t('ops:health.parts')} {dataUpdatedAt === 0 ? null : <Checked at={dataUpdatedAt} />}
      </h2>
      {data === undefined && error !== null ? <p className="muted">{t('ops:health.failed')}</p> : null}
      {(data?.parts ?? []).map((part) => (
        <PartLine key={part.name} part={part} />
      ))}
    </section>
  );
}

function PartLine({ part }: { part: ComponentHealth }) {
  const t = useWords();
  const { name, state, since, detail } = part;
  const text = partText(part, t);
  return (
    <div className="part" title={withOwnTimes(detail)}>
      <Icon name={PART_SHAPE[state]} className={`is-${state}`} />
      <span>
        {partName(name, t)} <span className="faint fine">{t(`ops:state.${state}`)}</span>
      </span>
      <span className="align-end fine muted number push">{text}</span>
      {state === 'up' ? null : (
        <span className="part-say fine muted">
          {t('ops:health.since', { at: formatRecent(since, nowMs()) })}. {withOwnTimes(detail)}
        </span>
      )}
    </div>
  );
}

/** Uses the browser's clock, as the time of reading does. */
function Checked({ at }: { at: number }) {
  const t = useWords();
  const age = useFromNow(() => Math.max(0, Math.round((Date.now() - at) / 1_000)));
  return <span className="push number">{t('ops:health.checked', { age })}</span>;
}

/** A task queued longer than this, in seconds, is not being picked up by a worker. */
const LONG_SECONDS = 30;

function Queues({ queues }: { queues: Overview['queues'] }) {
  const t = useWords();
  return (
    <section>
      <h2 className="heading">{t('ops:health.queues')}</h2>
      {queues === null ? (
        <p className="muted">{t('ops:health.queuesUnknown')}</p>
      ) : (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('ops:health.queue')}</th>
              <th scope="col" className="align-end">
                {t('ops:health.workers')}
              </th>
              <th scope="col" className="align-end">
                {t('ops:health.waiting')}
              </th>
              <th scope="col" className="align-end">
                {t('ops:health.oldest')}
              </th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <QueueLine key={queue.name} queue={queue} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function QueueLine({
  queue: { name, workers, backlog, oldestSeconds },
}: {
  queue: NonNullable<Overview['queues']>[number];
}) {
  const t = useWords();
  const isLong = oldestSeconds !== null && oldestSeconds > LONG_SECONDS;
  const age =
    oldestSeconds === null
      ? ''
      : oldestSeconds < 60
        ? t('ops:health.seconds', { n: formatNumber(Math.round(oldestSeconds)) })
        : formatAge(oldestSeconds * 1_000);
  return (
    <tr>
      <td>{wordAt(t, 'ops:queueName', name, name)}</td>
      <td className={workers === 0 ? 'align-end medium danger-ink' : 'align-end'}>
        {workers === 0 ? t('ops:health.noWorker') : formatNumber(workers)}
      </td>
      <td className={isLong ? 'align-end medium danger-ink' : 'align-end'}>{formatNumber(backlog)}</td>
      <td className={isLong ? 'align-end medium danger-ink' : 'align-end'}>{age}</td>
    </tr>
  );
}

function Repaired({ repaired }: { repaired: Overview['repairedToday'] }) {
  const t = useWords();
  const textOf = useRepairText();
  return (
    <section>
      <h2 className="heading">{t('ops:health.repaired')}</h2>
      {repaired.length === 0 ? <p className="muted">{t('ops:health.nothingRepaired')}</p> : null}
      <ul className="lines">
        {repaired.map((one) => (
          <li key={`${one.at}${one.notice}${one.action}`}>
            <time dateTime={one.at} title={formatInstant(one.at)}>
              {formatRecent(one.at, nowMs())}
            </time>
            <span title={one.reason}>
              <Link to="/notices/$id" params={{ id: one.notice }}>
                {textOf(one)}
              </Link>
              <span className="faint fine"> {one.byName}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
