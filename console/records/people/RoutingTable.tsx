import { usePersonNames } from '../../http/colleagues.js';
import type { RoutingRule } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { formatList } from '../../parts/format.js';
import { Table } from '../../parts/Table.js';
import { useWords, type Words } from '../../words/use-words.js';

interface RoutingTableProps {
  rules: readonly RoutingRule[];
  onChange?: (place: number) => void;
}

export function RoutingTable({ rules, onChange }: RoutingTableProps) {
  const t = useWords();
  const nameOf = usePersonNames();
  return (
    <Table
      label={t('records:routing.tab')}
      wide
      rows={rules.map((rule, place) => ({ rule, place }))}
      keyOf={({ place }) => place}
      columns={[
        { head: t('records:name'), cell: ({ rule, place }) => `${place + 1}. ${rule.name}` },
        { head: t('records:routing.when'), cell: ({ rule }) => describeWhen(rule, t) },
        { head: t('notice:facts.queue'), cell: ({ rule }) => rule.queue ?? '' },
        {
          head: t('notice:facts.priority'),
          cell: ({ rule }) => (rule.priority === null ? '' : t(`words:priority.${rule.priority}`)),
        },
        { head: t('records:routing.reviewers'), cell: ({ rule }) => formatList(rule.reviewers.map(nameOf)) },
        {
          cell: ({ place }) =>
            onChange === undefined ? null : (
              <Button size="small" variant="quiet" hasPopup="dialog" onPress={() => onChange(place)}>
                {t('records:people.change')}
              </Button>
            ),
          end: true,
        },
      ]}
    />
  );
}

function describeWhen({ laws, languages, authorities, kinds }: RoutingRule, t: Words): string {
  const parts = [laws, languages, authorities, kinds.map((kind) => t(`words:kind.${kind}`))].filter(
    (values) => values.length > 0,
  );
  return parts.length === 0 ? t('records:routing.any') : parts.map((values) => formatList(values)).join('; ');
}
