import type { ReactNode } from 'react';

/** What a list or a tab says when it has nothing, and the way on from there. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <div className="pad">
      <div className="none">{children}</div>
    </div>
  );
}
