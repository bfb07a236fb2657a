import { useNavigate, useRouter } from '@tanstack/react-router';
import type { Address } from './use-address.js';

export interface RecordTab {
  /** Value of `tab` in the address; the first tab omits it. */
  id: string;
  label: string;
}

export function RecordTabs({ label, tabs, now }: { label: string; tabs: readonly RecordTab[]; now: string }) {
  const router = useRouter();
  const navigate = useNavigate();
  return (
    <nav className="tabs record-tabs" aria-label={label}>
      {tabs.map(({ id, label: name }) => {
        const there = { to: '.', search: (id === '' ? {} : { tab: id }) as never };
        return (
          <a
            key={id}
            // The router's own links mark every tab of the same path as current.
            href={router.buildLocation(there).href}
            aria-current={id === now ? 'page' : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
              event.preventDefault();
              void navigate(there);
            }}
          >
            {name}
          </a>
        );
      })}
    </nav>
  );
}

/** Returns the tab named by the address; the first one by default. */
export function pickTab<Id extends string>({ tab = '' }: Address, ids: readonly Id[]): Id {
  return ids.find((id) => id === tab) ?? (ids[0] as Id);
}
