import { useEffect, useRef, useState } from 'react';
import type * as PlotLibrary from '@observablehq/plot';

export type Plot = typeof PlotLibrary;

/** A drawing; the table beside it says the same. The library comes when a chart is first shown. */
export function Chart({
  label,
  draw,
}: {
  label: string;
  draw: (plot: Plot, width: number) => SVGSVGElement | HTMLElement;
}) {
  const host = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    let isOver = false;
    void import('@observablehq/plot').then((plot) => {
      if (!isOver) host.current?.replaceChildren(draw(plot, width));
    });
    return () => {
      isOver = true;
    };
  }, [draw, width]);
  return <div className="plot" role="img" aria-label={label} ref={host} />;
}
