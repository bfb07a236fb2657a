import type * as PlotLibrary from '@observablehq/plot';

/** The library that draws; it is loaded when a chart is first shown. */
export type Plot = typeof PlotLibrary;
