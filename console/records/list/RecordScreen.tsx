import { useNavigate, useRouter } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { rolesWith, type Permission } from '../../../domain/people/permission.js';
import { Bar } from '../../frame/Bar.js';
import { useMay } from '../../http/may.js';
import { formatList } from '../../parts/format.js';
import { useScreenTitle } from '../../state/title.js';
import { useWords } from '../../words/use-words.js';
import { useAddress } from './use-address.js';
import { Empty } from '../../parts/Loading.js';

interface RecordTab {
  /** The value of `tab` in the address; the first tab has none. */
  id: string;
  label: string;
  permission?: Permission;
  body: ComponentType;
}

interface RecordScreenProps {
  title: string;
  lead?: string;
  permission?: Permission;
  /** Instead of children. */
  tabs?: readonly RecordTab[];
  children?: ReactNode;
}

export function RecordScreen({ title, lead, permission, tabs = [], children }: RecordScreenProps) {
  useScreenTitle(title);
  const may = useMay();
  const [{ tab = '' }] = useAddress();
  const mayRead = (needed: Permission | undefined) => needed === undefined || may(needed);
  const offered = mayRead(permission) ? tabs.filter((one) => mayRead(one.permission)) : [];
  const current = tabs.find(({ id }) => id === tab) ?? tabs[0];
  const refused = [permission, current?.permission].find((needed) => !mayRead(needed));
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        {lead === undefined ? null : <span className="muted long cut">{lead}</span>}
        {offered.length === 0 ? null : <RecordTabs label={title} tabs={offered} now={current?.id} />}
      </Bar>
      {refused === undefined ? (
        current === undefined ? (
          children
        ) : (
          <current.body />
        )
      ) : (
        <NotAllowed permission={refused} />
      )}
    </>
  );
}

function RecordTabs({ label, tabs, now }: { label: string; tabs: readonly RecordTab[]; now: string | undefined }) {
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

function NotAllowed({ permission }: { permission: Permission }) {
  const t = useWords();
  const roles = formatList(rolesWith(permission).map((role) => t(`frame:role.${role}`)));
  return (
    <Empty>
      <p>{t('records:notAllowed', { roles })}</p>
    </Empty>
  );
}
