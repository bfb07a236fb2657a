import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { settingsStore } from '../state/settings.js';
import type { ChartLine } from './compute-figures.js';
import { makePlotOptions, type PlotStyle } from './plot-options.js';

interface PlotProps extends PlotStyle {
  label: string;
}

const toData = (lines: readonly { line: ChartLine }[]): UPlot.AlignedData => [
  lines[0]?.line.at ?? [],
  ...lines.map(({ line }) => line.values),
];

export default function Plot({ label, shape, lines, limit, unit }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const style = useRef<PlotStyle>({ shape, lines });
  useEffect(() => {
    style.current = {
      shape,
      lines,
      ...(limit === undefined ? {} : { limit }),
      ...(unit === undefined ? {} : { unit }),
    };
  }, [shape, lines, limit, unit]);
  useEffect(() => {
    const host = place.current;
    if (host === null) return;
    const made = new UPlot(
      makePlotOptions(host, () => style.current),
      toData(style.current.lines),
      host,
    );
    plot.current = made;
    const fit = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = host;
      // A hidden chart has no size: small screens show only the figure.
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

/** A canvas cannot use CSS variables, so it is redrawn when their values change. */
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
