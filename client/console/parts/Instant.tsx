import { formatInstant, formatShort } from './format.js';

/** An instant in the reader's zone; short ones say the whole on pointing. */
export function Instant({ at, short, className }: { at: string | number; short?: boolean; className?: string }) {
  const full = formatInstant(at);
  return (
    <time dateTime={new Date(at).toISOString()} title={short === true ? full : undefined} className={className}>
      {short === true ? formatShort(at) : full}
    </time>
  );
}
