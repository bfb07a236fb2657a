import { useEffect, useState } from 'react';

const QUIET_MS = 150;

/** Returns a value after it has been stable for a moment, so that typing and cursor moves cause no requests. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), QUIET_MS);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}
