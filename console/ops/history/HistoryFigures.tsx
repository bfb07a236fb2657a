import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { z } from 'zod';
import type { historyView } from '../../../contract/ops.js';
import type { HistoryUnit } from '../../../domain/charts/history.js';
import { Figure } from '../../charts/Figure.js';
import type { PlotModule } from '../../charts/style.js';
import { ownZone } from '../../forms/when/zones.js';
import { read } from '../../http/call.js';
import { formatDay, formatNumber, formatShort } from '../../parts/format.js';
import { Loading } from '../../parts/Loading.js';
import { useWords } from '../../words/use-words.js';
import { drawHistory } from './draw.js';

type HistoryView = z.infer<typeof historyView>;
const EVERY_MS = 60_000;

/** Alerts and missed deadlines of the last day by hour, or of two weeks by day. */
export default function HistoryFigures({ by }: { by: HistoryUnit }) {
  const t = useWords();
  const history = useQuery({
    queryKey: ['ops', 'history', by],
    queryFn: ({ signal }) =>
      read<HistoryView>(`/v1/ops/history?by=${by}&zone=${encodeURIComponent(ownZone())}`, { signal, background: true }),
    refetchInterval: EVERY_MS,
  });
  if (history.data === undefined) return <Loading query={history} failed={t('ops:history.failed')} rows={3} />;
  const { items } = history.data;
  return (
    <div className="history">
      <Counts
        title={t(by === 'hour' ? 'ops:history.alerts' : 'ops:history.alertsDay')}
        of="alerts"
        {...{ items, by }}
      />
      <Counts
        title={t(by === 'hour' ? 'ops:history.missed' : 'ops:history.missedDay')}
        of="missed"
        {...{ items, by }}
      />
    </div>
  );
}

interface CountsProps {
  title: string;
  of: 'alerts' | 'missed';
  items: HistoryView['items'];
  by: HistoryUnit;
}

function Counts({ title, of, items, by }: CountsProps) {
  const t = useWords();
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawHistory(plot, width, { items, of, by }),
    [items, of, by],
  );
  const sum = items.reduce((total, item) => total + item[of], 0);
  return (
    <Figure
      title={title}
      note={t('ops:history.sum', { count: sum })}
      draw={draw}
      rows={sum === 0 ? [] : items}
      empty={t('ops:history.none')}
      keyOf={({ at }) => at}
      columns={[
        { head: t('ops:history.when'), cell: ({ at }) => (by === 'hour' ? formatShort(at) : formatDay(at)) },
        { head: t('ops:history.count'), end: true, cell: (item) => formatNumber(item[of]) },
      ]}
    />
  );
}
