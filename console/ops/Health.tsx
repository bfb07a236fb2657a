import { useWords, wordAt, type Words } from '../words/use-words.js';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { readinessQuery } from '../http/queries.js';
import { Failure } from '../parts/Failure.js';
import { formatAge, formatInstant, formatNumber, formatRecent, withOwnTimes } from '../parts/format.js';
import { Icon, type IconName } from '../parts/Icon.js';
import { nowMs, useFromNow } from '../state/now.js';
import { partName } from '../parts/names.js';
import { Table } from '../parts/Table.js';
import { partText } from './part-text.js';
import { ExposureTable } from './exposure/Exposure.js';
import { Releases } from './Releases.js';
import { useRepairText } from './repair-text.js';
import type { Overview } from './types.js';
import type { ComponentHealth } from '../http/types.js';

export function Health({ query }: { query: UseQueryResult<Overview> }) {
  const t = useWords();
  const { data: overview, error, refetch } = query;
  return (
    <div className="verdict scrolls health" role="region" aria-label={t('ops:health.label')} tabIndex={0}>
      <Parts />
      <Releases />
      <ExposureTable />
      {error !== null && overview === undefined ? (
        <section>
          <Failure title={t('ops:health.overviewFailed')} error={error} onRetry={() => void refetch()} />
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
        <Table
          rows={queues}
          keyOf={({ name }) => name}
          columns={[
            { head: t('ops:health.queue'), cell: ({ name }) => wordAt(t, 'ops:queueName', name, name) },
            {
              head: t('ops:health.workers'),
              end: true,
              className: ({ workers }) => (workers === 0 ? ALARM : undefined),
              cell: ({ workers }) => (workers === 0 ? t('ops:health.noWorker') : formatNumber(workers)),
            },
            {
              head: t('ops:health.waiting'),
              end: true,
              className: alarmIfLong,
              cell: ({ backlog }) => formatNumber(backlog),
            },
            {
              head: t('ops:health.oldest'),
              end: true,
              className: alarmIfLong,
              cell: ({ oldestSeconds }) => formatOldest(oldestSeconds, t),
            },
          ]}
        />
      )}
    </section>
  );
}

type Queue = NonNullable<Overview['queues']>[number];

const ALARM = 'medium danger-ink';
const alarmIfLong = ({ oldestSeconds }: Queue) => ((oldestSeconds ?? 0) > LONG_SECONDS ? ALARM : undefined);

function formatOldest(seconds: number | null, t: Words): string {
  if (seconds === null) return '';
  return seconds < 60 ? t('ops:health.seconds', { n: formatNumber(Math.round(seconds)) }) : formatAge(seconds * 1_000);
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
