import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.js';

export function Tag({
  tone,
  icon,
  title,
  children,
}: {
  tone?: 'guard' | 'caution' | 'danger' | 'ok';
  icon?: IconName;
  title?: string | undefined;
  children: ReactNode;
}) {
  return (
    <span className={tone === undefined ? 'tag' : `tag ${tone}`} title={title}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </span>
  );
}
