import { useEffect, useState } from 'react';

const QUIET_MS = 150;

/** A value once it has stayed the same for a moment: a moving cursor or a typing hand asks nothing. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), QUIET_MS);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}
