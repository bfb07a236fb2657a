/** One of the shapes in index.html. Always beside a word, so it says nothing to those who listen. */
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
  | 'm-down';
