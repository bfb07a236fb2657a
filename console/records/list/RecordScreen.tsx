import type { ReactNode } from 'react';
import type { Permission } from '../../../domain/people/permission.js';
import { Bar } from '../../frame/Bar.js';
import { useMay } from '../../http/may.js';
import { useScreenTitle } from '../../state/title.js';
import { NotAllowed } from './NotAllowed.js';

interface RecordScreenProps {
  title: string;
  lead?: string;
  permission: Permission;
  children: ReactNode;
}

export function RecordScreen({ title, lead, permission, children }: RecordScreenProps) {
  useScreenTitle(title);
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        {lead === undefined ? null : <span className="muted long cut">{lead}</span>}
      </Bar>
      {useMay()(permission) ? children : <NotAllowed permission={permission} />}
    </>
  );
}
