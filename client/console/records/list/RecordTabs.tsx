import { Link } from '@tanstack/react-router';
import type { Address } from './use-address.js';

export interface RecordTab {
  /** Value of `tab` in the address; the first has none. */
  id: string;
  label: string;
}

/** Tabs of a screen of records. Each is an address. */
export function RecordTabs({ label, tabs, now }: { label: string; tabs: readonly RecordTab[]; now: string }) {
  return (
    <nav className="tabs record-tabs" aria-label={label}>
      {tabs.map(({ id, label: name }) => (
        <Link
          key={id}
          to="."
          search={(id === '' ? {} : { tab: id }) as never}
          aria-current={id === now ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** The tab that the address names, or the first. */
export function tabOf<Id extends string>({ tab = '' }: Address, ids: readonly Id[]): Id {
  return ids.find((id) => id === tab) ?? (ids[0] as Id);
}
