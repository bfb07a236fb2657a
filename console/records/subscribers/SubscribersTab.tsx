import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../http/call.js';
import type { WebhookSubscriber } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Fact } from '../../parts/Fact.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant, formatList, formatNumber } from '../../parts/format.js';
import { Skeleton } from '../../parts/Skeleton.js';
import { Tag } from '../../parts/Tag.js';
import { useWords, type Words } from '../../words/use-words.js';
import { SubscriberActs } from './SubscriberActs.js';
import { SubscriberDialog } from './SubscriberDialog.js';

/** Deliveries and tests settle within seconds. */
const REFRESH_MS = 5_000;

export function SubscribersTab() {
  const t = useWords();
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['records', 'subscribers'],
    queryFn: ({ signal }) => read<{ items: WebhookSubscriber[] }>('/v1/subscribers', { signal }),
    refetchInterval: REFRESH_MS,
  });
  if (error !== null)
    return (
      <div className="pad">
        <Failure title={t('records:subscribers.failed')} error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (data === undefined) return <Skeleton rows={6} />;
  const { items } = data;
  return (
    <div className="pad stack spaced">
      <p className="muted">{t('records:subscribers.body')}</p>
      {items.length === 0 ? <p>{t('records:subscribers.none')}</p> : null}
      <p className="flow">
        <Button keys="a" hasPopup="dialog" onPress={() => setAdding(true)}>
          {t('records:subscribers.add')}
        </Button>
      </p>
      {items.map((subscriber) => (
        <OneSubscriber key={subscriber.id} of={subscriber} />
      ))}
      {isAdding ? <SubscriberDialog onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

const TONES = { unconfirmed: 'caution', active: 'ok', paused: 'guard' } as const;

function OneSubscriber({ of }: { of: WebhookSubscriber }) {
  const t = useWords();
  const { name, state, host, requested, types, alerts, laws, countries, waiting, givenUp, lastError, lastTest } = of;
  return (
    <section aria-label={name}>
      <h2 className="title" dir="auto">
        {name} <Tag tone={TONES[state]}>{t(`records:subscribers.states.${state}`)}</Tag>
      </h2>
      <dl className="key-values">
        <Fact name={t('records:subscribers.host')}>{host}</Fact>
        <Fact name={t('records:subscribers.requested')}>
          {requested === null ? null : t(`records:subscribers.waits.${requested.what}`, { host: requested.host ?? '' })}
        </Fact>
        <Fact name={t('records:subscribers.types')}>{listOrAll(types, t)}</Fact>
        <Fact name={t('records:subscribers.alerts')}>{listOrAll(alerts, t)}</Fact>
        <Fact name={t('records:subscribers.laws')}>{listOrAll(laws, t)}</Fact>
        <Fact name={t('records:subscribers.countries')}>{listOrAll(countries, t)}</Fact>
        <Fact name={t('records:subscribers.waiting')}>{formatNumber(waiting)}</Fact>
        <Fact name={t('records:subscribers.givenUp')}>{formatNumber(givenUp)}</Fact>
        <Fact name={t('records:subscribers.lastError')}>{lastError}</Fact>
        <Fact name={t('records:subscribers.lastTest')}>
          {lastTest === null
            ? null
            : [t(`records:subscribers.test.${lastTest.state}`), formatInstant(lastTest.at), lastTest.error]
                .filter((part) => part !== null)
                .join(', ')}
        </Fact>
      </dl>
      <SubscriberActs of={of} />
    </section>
  );
}

const listOrAll = (values: readonly string[], t: Words) =>
  values.length === 0 ? t('records:subscribers.all') : formatList(values);
