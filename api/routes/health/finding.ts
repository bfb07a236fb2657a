export type State = 'up' | 'degraded' | 'down';

/** The health of one component at a moment. */
export interface Finding {
  name: string;
  state: State;
  detail: string;
  figures?: Record<string, number | string>;
}
