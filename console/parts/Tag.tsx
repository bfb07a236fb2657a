import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.js';

interface TagProps {
  tone?: 'guard' | 'caution' | 'danger' | 'ok';
  icon?: IconName;
  title?: string | undefined;
  children: ReactNode;
}

export function Tag({ tone, icon, title, children }: TagProps) {
  return (
    <span className={tone === undefined ? 'tag' : `tag ${tone}`} title={title}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </span>
  );
}
