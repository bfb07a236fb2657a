import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { settingsStore } from '../state/settings.js';
import type { Line } from './figures-of.js';
import { makePlotOptions, type PlotLook } from './plot-options.js';

interface PlotProps extends PlotLook {
  /** What the drawing shows, for those who listen. */
  label: string;
}

/** Lines share their instants: the first says which. */
const toData = (lines: readonly { line: Line }[]): UPlot.AlignedData => [
  lines[0]?.line.at ?? [],
  ...lines.map(({ line }) => line.values),
];

/** A drawing of lines or bars over the last two hours, in the colours of the theme. Nothing in it moves or is pressed. */
export default function Plot({ label, shape, lines, limit, unit }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const look = useRef<PlotLook>({ shape, lines });
  useEffect(() => {
    look.current = { shape, lines, ...(limit === undefined ? {} : { limit }), ...(unit === undefined ? {} : { unit }) };
  }, [shape, lines, limit, unit]);
  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const made = new UPlot(
      makePlotOptions(host, () => look.current),
      toData(look.current.lines),
      host,
    );
    plot.current = made;
    const fit = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = host;
      // Without a size it is not shown: small screens keep the figure alone.
      if (width > 0 && height > 0) made.setSize({ width, height });
    });
    fit.observe(host);
    const stop = followTheme(() => made.redraw(true, true));
    return () => {
      fit.disconnect();
      stop();
      made.destroy();
      plot.current = null;
    };
  }, []);
  useEffect(() => plot.current?.setData(toData(lines)), [lines]);
  return <div className="plot" role="img" aria-label={label} ref={place} />;
}

/** Canvas has no tokens: it is drawn anew when their values change. */
function followTheme(redraw: () => void): () => void {
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const later = () => window.requestAnimationFrame(redraw);
  const stop = settingsStore.subscribe(later);
  system.addEventListener('change', later);
  return () => {
    stop();
    system.removeEventListener('change', later);
  };
}
