import { fitNames, fits, makeHatch, CHART_STYLE, type Drawing, type PlotModule } from '../style.js';
import { markNow, timeAxis } from '../time-axis.js';
import type { BarLook, Picture, SignLook } from './picture.js';

const ROW_PX = 24;
const AXIS_PX = 24;
const FOOT_PX = 18;

/** Each look differs in its shape, hatching or outline, not in its color alone. */
const BARS: Record<Exclude<BarLook, 'overdue'>, { fill: string; stroke: string; strokeDasharray?: string }> = {
  ours: { fill: 'var(--bg-sunken)', stroke: 'var(--line-control)' },
  theirs: { fill: 'none', stroke: 'var(--line-control)', strokeDasharray: '3 2' },
  holder: { fill: 'var(--bg-cursor)', stroke: 'var(--line-strong)' },
  submission: { fill: 'var(--accent-soft)', stroke: 'var(--accent)' },
  enforced: { fill: 'var(--ok-soft)', stroke: 'var(--ok)' },
  proving: { fill: 'none', stroke: 'var(--ok)', strokeDasharray: '3 2' },
};
const BAR_LOOKS: readonly (keyof typeof BARS)[] = ['ours', 'theirs', 'holder', 'submission', 'enforced', 'proving'];
type Pen = Pick<CanvasPath, 'moveTo' | 'lineTo'>;

/** A sign of strokes within a circle; drawn, since two at nearly the same instant would be text over text. */
const sign = (draw: (pen: Pen, radius: number) => void) => ({
  draw: (pen: Pen, size: number) => draw(pen, Math.sqrt(size / Math.PI)),
});

const CHECKS = {
  met: {
    ink: 'var(--ok)',
    symbol: sign((pen, r) => {
      pen.moveTo(-0.5 * r, 0);
      pen.lineTo(-0.1 * r, 0.45 * r);
      pen.lineTo(0.55 * r, -0.45 * r);
    }),
  },
  late: {
    ink: 'var(--danger)',
    symbol: sign((pen, r) => {
      pen.moveTo(0, -0.6 * r);
      pen.lineTo(0, 0.15 * r);
      pen.moveTo(0, 0.45 * r);
      pen.lineTo(0, 0.6 * r);
    }),
  },
  returned: {
    ink: 'var(--caution)',
    symbol: sign((pen, r) => {
      pen.moveTo(0.55 * r, 0);
      pen.lineTo(-0.5 * r, 0);
      pen.moveTo(-0.1 * r, -0.4 * r);
      pen.lineTo(-0.5 * r, 0);
      pen.lineTo(-0.1 * r, 0.4 * r);
    }),
  },
};
const CHECK_LOOKS = ['met', 'late', 'returned'] as const;

export function drawTimeline(plot: PlotModule, width: number, picture: Picture, nowLabel: string): Drawing {
  const { from, to, rows, bars, now } = picture;
  const names = new Map(rows.map(({ key, name }) => [key, name]));
  const { marginLeft, cut } = fitNames([...names.values()], width);
  const px = width - marginLeft;
  const hatch = makeHatch('var(--danger)');
  const pxOf = (one: { from: number; to: number }) => ((Math.min(one.to, to) - one.from) / Math.max(1, to - from)) * px;
  const place = {
    x1: (bar: Picture['bars'][number]) => new Date(bar.from),
    x2: (bar: Picture['bars'][number]) => new Date(Math.min(bar.to, to)),
    y: 'row',
    title: 'text',
    insetTop: 4,
    insetBottom: 4,
    rx: 2,
  };
  return plot.plot({
    width,
    height: rows.length * ROW_PX + AXIS_PX + FOOT_PX,
    marginLeft,
    marginTop: AXIS_PX,
    marginBottom: FOOT_PX,
    marginRight: 8,
    style: CHART_STYLE,
    x: { type: 'time', domain: [new Date(from), new Date(to)] },
    y: {
      domain: rows.map(({ key }) => key),
      label: null,
      tickSize: 0,
      tickFormat: (key: string) => cut(names.get(key) ?? key),
    },
    marks: [
      hatch.define,
      ...timeAxis(plot, { from, to, px }),
      ...BAR_LOOKS.map((look) =>
        plot.barX(
          bars.filter((bar) => bar.look === look),
          { ...place, ...BARS[look] },
        ),
      ),
      plot.barX(
        bars.filter(({ look }) => look === 'overdue'),
        { ...place, fill: hatch.fill, stroke: 'var(--danger)' },
      ),
      plot.text(
        bars.filter((bar) => fits(bar.text, pxOf(bar))),
        {
          x: place.x1,
          y: 'row',
          text: 'text',
          textAnchor: 'start',
          dx: 6,
          fill: 'var(--ink)',
          stroke: 'var(--bg-surface)',
          strokeWidth: 3,
        },
      ),
      ...drawSigns(plot, picture),
      ...markNow(plot, now, { label: nowLabel, from, to }),
    ],
  });
}

function drawSigns(plot: PlotModule, { signs, to }: Picture) {
  const shown = signs.filter(({ at }) => at <= to);
  const like = (...looks: SignLook[]) => shown.filter(({ look }) => looks.includes(look));
  const place = { x: ({ at }: Picture['signs'][number]) => new Date(at), y: 'row', title: 'text' };
  return [
    plot.tickX(like('due'), { ...place, stroke: 'var(--ink)', strokeWidth: 2, insetTop: 2, insetBottom: 2 }),
    plot.dot(like('due'), { ...place, symbol: 'triangle', rotate: 180, r: 4, dy: -9, fill: 'var(--ink)' }),
    ...CHECK_LOOKS.flatMap((look) => [
      plot.dot(like(look), { ...place, r: 7, fill: 'var(--bg-surface)', stroke: CHECKS[look].ink }),
      plot.dot(like(look), { ...place, r: 7, symbol: CHECKS[look].symbol, stroke: CHECKS[look].ink, strokeWidth: 1.8 }),
    ]),
    plot.dot(like('letter'), { ...place, symbol: 'triangle', rotate: 90, r: 5, fill: 'var(--accent-fill)' }),
    plot.dot(like('reply'), {
      ...place,
      symbol: 'triangle',
      rotate: -90,
      r: 5,
      stroke: 'var(--ink)',
      strokeWidth: 1.5,
    }),
  ];
}
