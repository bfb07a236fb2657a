/** An icon of the sprite in index.html. Always next to a word, so it is hidden from screen readers. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={className === undefined ? 'icon' : `icon ${className}`} aria-hidden="true">
      <use href={`#${name}`} />
    </svg>
  );
}

export type IconName =
  | 's-calm'
  | 's-soon'
  | 's-urgent'
  | 's-overdue'
  | 's-paused'
  | 's-met'
  | 's-theirs'
  | 'l-everywhere'
  | 'l-countries'
  | 'l-up'
  | 'l-label'
  | 'l-ask'
  | 'l-none'
  | 'l-not'
  | 'l-done'
  | 'm-guard'
  | 'm-lock'
  | 'm-again'
  | 'm-warn'
  | 'm-x'
  | 'm-search'
  | 'm-live'
  | 'm-you'
  | 'm-talk'
  | 'm-down';
