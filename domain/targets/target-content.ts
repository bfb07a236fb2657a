/** What the platform shows of an item, for a decision about it. Never stored beyond the answer to the person. */
export interface TargetContent {
  /** Plain text from outside: shown as it is, never as markup, and its links are not followed. */
  text: string | null;
  /** The platform's text is longer. */
  cut: boolean;
  language: string | null;
  author: string | null;
  createdAt: string | null;
  /** How many images it has; none is fetched. */
  images: number | null;
}

export const MAX_CONTENT_TEXT = 10_000;

/** `unresolved`: the platform has not been asked yet which item it is. */
export const CONTENT_STATES = ['shown', 'gone', 'not_offered', 'unresolved'] as const;
export type ContentState = (typeof CONTENT_STATES)[number];

/** What the enforcement process found; `unavailable`: the platform gave no usable answer. */
export type ContentAnswer =
  | { state: 'shown'; content: TargetContent }
  | { state: 'gone' | 'not_offered' | 'unavailable'; content: null };
