import { useEffect, useRef, useState } from 'react';
import type { Draw } from './style.js';

const LEAST_PX = 160;

/** A chart; a table beside it gives the same figures. The library is loaded on first use. */
export function Chart({ label, draw }: { label: string; draw: Draw }) {
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
    if (width < LEAST_PX) return;
    let isOver = false;
    const show = async () => {
      const plot = await import('@observablehq/plot');
      if (isOver) return;
      const drawing = draw(plot, width);
      // The chart is one image with one label, so its parts have none.
      for (const part of drawing.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
      host.current?.replaceChildren(drawing);
    };
    void show();
    return () => {
      isOver = true;
    };
  }, [draw, width]);
  return <div className="plot" role="img" aria-label={label} ref={host} />;
}
