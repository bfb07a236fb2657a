import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { read } from '../http/call.js';
import type { ScorecardView } from '../http/types.js';
import { Loading } from '../parts/Loading.js';
import { formatDay, formatNumber, formatPercent, formatSpan } from '../parts/format.js';
import { CopyButton } from '../records/list/CopyButton.js';
import { useWords, type Words } from '../words/use-words.js';
import { Figure } from './Figure.js';
import { drawShares } from './shares.js';
import type { PlotModule } from './style.js';

const PARTS = ['complete', 'verified', 'repliesInTime', 'refused', 'withdrawn'] as const;

interface Line {
  name: string;
  share: number | null;
  figures: string;
}

/** How an authority orders. It says how to read an order of this authority, and decides none. */
export function ScorecardSection({ authority }: { authority: string }) {
  const t = useWords();
  const path = `/v1/reports/scorecard?authority=${encodeURIComponent(authority)}`;
  const query = useQuery({
    queryKey: ['scorecard', authority],
    queryFn: ({ signal }) => read<ScorecardView>(path, { signal }),
  });
  const card = query.data;
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawShares(
        plot,
        width,
        (card === undefined ? [] : listMeasures(card, t)).flatMap(({ name, share, figures }) =>
          share === null ? [] : [{ name, share, text: figures }],
        ),
      ),
    [card, t],
  );
  if (card === undefined) return <Loading query={query} failed={t('charts:failed')} rows={4} />;
  const lines = card.orders === 0 ? [] : listMeasures(card, t);
  return (
    <Figure
      title={t('charts:card.title')}
      note={
        <>
          {t('charts:card.span', { from: formatDay(card.from), to: formatDay(card.to) })}
          {card.secret === 0 ? null : <b> {t('charts:card.secret', { count: card.secret })}</b>}
        </>
      }
      acts={
        card.orders === 0 ? null : (
          <span className="flow no-print">
            <CopyButton text={sayCard(card, lines, t)} what={t('charts:card.title')}>
              {t('charts:card.copy')}
            </CopyButton>
            <a className="button small quiet" href={`${path}&format=csv`} download>
              {t('charts:csv')}
            </a>
          </span>
        )
      }
      draw={draw}
      rows={lines}
      keyOf={({ name }) => name}
      empty={t('charts:card.none')}
      table="below"
      columns={[
        { isName: true, cell: ({ name }) => name },
        { end: true, cell: ({ figures }) => figures },
      ]}
    />
  );
}

export function listMeasures(card: ScorecardView, t: Words): Line[] {
  const { medianGivenSeconds: given } = card;
  return [
    { name: t('charts:card.orders'), share: null, figures: formatNumber(card.orders) },
    ...PARTS.map((part): Line => {
      const { count, of } = card[part];
      if (of === 0) return { name: t(`charts:card.${part}`), share: null, figures: t('charts:card.noFigure') };
      const counts = { count: formatNumber(count), of: formatNumber(of), share: formatPercent(count / of) };
      return { name: t(`charts:card.${part}`), share: count / of, figures: t('charts:card.figures', counts) };
    }),
    {
      name: t('charts:card.given'),
      share: null,
      figures: given === null ? t('charts:card.noFigure') : formatSpan(given * 1000),
    },
  ];
}

/** The scorecard as text for a letter. */
export function sayCard(card: ScorecardView, lines: readonly Line[], t: Words): string {
  const span = { name: card.name, from: formatDay(card.from), to: formatDay(card.to) };
  return [t('charts:card.lead', span), ...lines.map(({ name, figures }) => `${name}: ${figures}`)].join('\n');
}
