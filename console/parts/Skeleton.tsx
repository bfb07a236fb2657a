import { useEffect, useState } from 'react';

const WAIT_MS = 200;

/** Placeholder rows, delayed because most responses arrive sooner. */
export function Skeleton({ rows = 6, className = 'row target-row' }: { rows?: number; className?: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(true), WAIT_MS);
    return () => window.clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div className={`${className} skeleton-row`} key={row}>
          <i style={{ width: `${30 + ((row * 37) % 50)}%` }} />
        </div>
      ))}
    </div>
  );
}
