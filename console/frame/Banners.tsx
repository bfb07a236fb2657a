import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { readinessQuery } from '../http/queries.js';
import { formatRecent, formatTime } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { liveStore } from '../state/live.js';
import { useNow } from '../state/now.js';
import { useStore } from '../state/store.js';
import { findAway } from './choose-banner.js';

/** A stream reconnects within seconds; only a longer silence gets a banner. */
const TIMEOUT_MS = 6_000;

export function Banners() {
  const t = useWords();
  const live = useStore(liveStore);
  const now = useNow();
  const parts = useQuery(readinessQuery).data?.parts ?? [];
  const isCutOff = live.state === 'offline' || (live.state === 'reconnecting' && now - live.heardAt > TIMEOUT_MS);
  if (isCutOff) {
    return (
      <Banner title={t('frame:offline.title')} body={t('frame:offline.body', { time: formatTime(live.heardAt) })} />
    );
  }
  const away = findAway(parts);
  if (away === null) return null;
  return (
    <Banner
      title={t(`frame:${away.what}.title`, { time: formatRecent(away.since, now) })}
      body={`${t(`frame:${away.what}.body`)} ${t(away.isWatched ? 'frame:watched' : 'frame:unwatched')}`}
    />
  );
}

function Banner({ title, body }: { title: string; body: string }) {
  return (
    <div className="alert banner no-print" role="status">
      <Icon name="m-warn" className="caution-ink" />
      <div>
        <b>{title}</b> {body}
      </div>
    </div>
  );
}
