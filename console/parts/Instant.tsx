import { formatInstant, formatShort } from './format.js';

interface InstantProps {
  at: string | number;
  short?: boolean;
  /** With seconds, where entries of the same minute must be distinguishable. */
  seconds?: boolean;
  className?: string;
}

export function Instant({ at, short, seconds, className }: InstantProps) {
  const full = formatInstant(at);
  return (
    <time dateTime={new Date(at).toISOString()} title={short === true ? full : undefined} className={className}>
      {short === true ? formatShort(at, seconds) : full}
    </time>
  );
}
