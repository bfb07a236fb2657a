import { formatInstant, formatShort } from './format.js';

/** An instant in the reader's zone; short ones say the whole on pointing. */
export function Instant({
  at,
  short,
  seconds,
  className,
}: {
  at: string | number;
  short?: boolean;
  /** To the second, where entries of one minute are told apart. */
  seconds?: boolean;
  className?: string;
}) {
  const full = formatInstant(at);
  return (
    <time dateTime={new Date(at).toISOString()} title={short === true ? full : undefined} className={className}>
      {short === true ? formatShort(at, seconds) : full}
    </time>
  );
}
