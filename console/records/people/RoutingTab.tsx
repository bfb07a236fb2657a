import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../http/call.js';
import type { Routing } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { Skeleton } from '../../parts/Skeleton.js';
import { useWords } from '../../words/use-words.js';
import { RoutingDialog } from './RoutingDialog.js';
import { RoutingTable } from './RoutingTable.js';

/** The routing rules in the order in which they are tried. */
export function RoutingTab() {
  const t = useWords();
  const [editing, setEditing] = useState<number | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ['records', 'routing'],
    queryFn: ({ signal }) => read<Routing>('/v1/routing', { signal }),
  });
  if (error !== null)
    return (
      <div className="pad">
        <Failure title={t('records:routing.failed')} error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (data === undefined) return <Skeleton rows={6} />;
  const { rules } = data;
  return (
    <div className="pad">
      <p className="muted">{t('records:routing.body')}</p>
      {rules.length === 0 ? (
        <p className="flow">{t('records:routing.none')}</p>
      ) : (
        <RoutingTable rules={rules} onChange={setEditing} />
      )}
      <p className="flow">
        <Button keys="a" hasPopup="dialog" onPress={() => setEditing(rules.length)}>
          {t('records:routing.add')}
        </Button>
      </p>
      {editing === null ? null : <RoutingDialog rules={rules} place={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}
