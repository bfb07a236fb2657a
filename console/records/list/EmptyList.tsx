import type { ReactNode } from 'react';
import { Button } from '../../parts/Button.js';
import { useWords } from '../../words/use-words.js';

export function NoneHere({
  text,
  isNarrowed = false,
  onClear,
  children,
}: {
  text: string;
  isNarrowed?: boolean;
  onClear?: () => void;
  children?: ReactNode;
}) {
  const t = useWords();
  return (
    <div className="none stack">
      <p>{isNarrowed ? t('records:noneMatch') : text}</p>
      {isNarrowed && onClear !== undefined ? <Button onPress={onClear}>{t('queue:clear')}</Button> : children}
    </div>
  );
}
