import { formatInstant, formatShort } from './format.js';

export function Instant({
  at,
  short,
  seconds,
  className,
}: {
  at: string | number;
  short?: boolean;
  /** With seconds, where entries of the same minute must be distinguishable. */
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
