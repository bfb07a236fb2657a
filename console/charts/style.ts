import type * as PlotLibrary from '@observablehq/plot';

export type PlotModule = typeof PlotLibrary;
export type Drawing = SVGSVGElement | HTMLElement;
export type Draw = (plot: PlotModule, width: number) => Drawing;

/** Colors are tokens, so that a drawing follows the theme, and print, without being drawn again. */
export const CHART_STYLE = {
  fontFamily: 'var(--font-ui)',
  fontSize: '11px',
  background: 'none',
  color: 'var(--ink-2)',
  overflow: 'visible',
};

const MAX_NAME = 34;
const LETTER_PX = 6.6;
const NAME_GAP_PX = 12;

/** Room for the names of rows: at most half of the width; longer ones are truncated, and the table has them in full. */
export function fitNames(
  names: readonly string[],
  width: number,
): { marginLeft: number; cut: (name: string) => string } {
  const letters = Math.min(MAX_NAME, Math.floor((width / 2 - NAME_GAP_PX) / LETTER_PX));
  const cut = (name: string) => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name);
  const longest = Math.max(0, ...names.map((name) => cut(name).length));
  return { marginLeft: longest * LETTER_PX + NAME_GAP_PX, cut };
}

/** Whether a text fits into a bar of that many pixels. */
export const fits = (text: string, px: number) => text.length * LETTER_PX < px - 8;

const MAX_TICKS = 5;

/** Returns integer ticks from 0 to `max` or just above, in steps of 1, 2 or 5 times a power of ten. */
export function wholeTicks(max: number): number[] {
  const least = Math.max(1, max / MAX_TICKS);
  const ten = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5].map((times) => times * ten).find((round) => round >= least) ?? 10 * ten;
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, place) => place * step);
}

const SVG = 'http://www.w3.org/2000/svg';
let hatches = 0;

/** A hatched fill, which stays apart in print and for people who see no colors, and the mark that defines it. */
export function makeHatch(color: string): { fill: string; define: () => SVGElement } {
  hatches += 1;
  const id = `hatch-${hatches}`;
  const define = () => {
    const defs = document.createElementNS(SVG, 'defs');
    defs.innerHTML = `<pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" fill="var(--bg-surface)"/><rect width="2.5" height="5" fill="${color}"/></pattern>`;
    return defs;
  };
  return { fill: `url(#${id})`, define };
}
