import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../http/call.js';
import { usePersonNames } from '../../http/colleagues.js';
import type { Routing, RoutingRule } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatList } from '../../parts/format.js';
import { Skeleton } from '../../parts/Skeleton.js';
import { Table } from '../../parts/Table.js';
import { useWords, type Words } from '../../words/use-words.js';
import { RoutingDialog } from './RoutingDialog.js';

/** The routing rules in the order in which they are tried. */
export function RoutingTab() {
  const t = useWords();
  const nameOf = usePersonNames();
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
      {rules.length === 0 ? <p>{t('records:routing.none')}</p> : null}
      <Table
        label={t('records:routing.tab')}
        wide
        rows={rules.map((rule, place) => ({ rule, place }))}
        keyOf={({ place }) => place}
        columns={[
          { head: t('records:name'), cell: ({ rule, place }) => `${place + 1}. ${rule.name}`, isName: true },
          { head: t('records:routing.when'), cell: ({ rule }) => describeWhen(rule, t) },
          { head: t('notice:facts.queue'), cell: ({ rule }) => rule.queue ?? '' },
          {
            head: t('notice:facts.priority'),
            cell: ({ rule }) => (rule.priority === null ? '' : t(`words:priority.${rule.priority}`)),
          },
          { head: t('records:routing.reviewers'), cell: ({ rule }) => formatList(rule.reviewers.map(nameOf)) },
          {
            cell: ({ place }) => (
              <Button size="small" variant="quiet" hasPopup="dialog" onPress={() => setEditing(place)}>
                {t('records:people.change')}
              </Button>
            ),
            end: true,
          },
        ]}
      />
      <p>
        <Button keys="a" hasPopup="dialog" onPress={() => setEditing(rules.length)}>
          {t('records:routing.add')}
        </Button>
      </p>
      {editing === null ? null : <RoutingDialog rules={rules} place={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

function describeWhen({ laws, languages, authorities, kinds }: RoutingRule, t: Words): string {
  const parts = [laws, languages, authorities, kinds.map((kind) => t(`words:kind.${kind}`))].filter(
    (values) => values.length > 0,
  );
  return parts.length === 0 ? t('records:routing.any') : parts.map((values) => formatList(values)).join('; ');
}
