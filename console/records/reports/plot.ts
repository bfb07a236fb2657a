import type * as PlotLibrary from '@observablehq/plot';

export type PlotModule = typeof PlotLibrary;
