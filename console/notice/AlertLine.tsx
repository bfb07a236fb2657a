import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { use } from 'react';
import { useMay } from '../http/may.js';
import { clocksQuery } from '../http/queries.js';
import type { Notice } from '../http/types.js';
import { Icon } from '../parts/Icon.js';
import { useMinute } from '../state/now.js';
import { loadWords } from '../words/index.js';
import { useWords } from '../words/use-words.js';
import { alertTexts } from './alert-text.js';

let causes: Promise<void> | undefined;
const loadCauses = () => (causes ??= loadWords('causes'));

export function AlertLine({ notice, alerts }: { notice: Notice; alerts: Notice['alert'] }) {
  const t = useWords();
  const now = useMinute();
  const may = useMay();
  use(loadCauses());
  const clocks = useQuery(clocksQuery(notice.id)).data?.items ?? [];
  return (
    <p className="alert-line line caution-ink">
      <Icon name="m-warn" />
      <span>{alertTexts(alerts, clocks, { t, now }).join(' · ')}</span>
      {may('alert.read') ? (
        <Link className="no-print" to="/ops">
          {t('frame:go.ops')}
        </Link>
      ) : null}
    </p>
  );
}
