import type * as PlotLibrary from '@observablehq/plot';

export type Plot = typeof PlotLibrary;
