import type { RecordColumn } from './list/RecordRows.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RecordsList } from './list/RecordsList.js';
import { useAddress } from './list/use-address.js';
import { usePages } from './list/use-pages.js';
import { listFieldDifferences } from '../../domain/changes/differences.js';
import { formatInstant, formatList } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { Table } from '../parts/Table.js';
import { useWords, type Words } from '../words/use-words.js';
import { formatValueName } from './list/find-name.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { ROLES } from '../../domain/people/permission.js';
import { Tag } from '../parts/Tag.js';
import { CommandButton, CommandFields } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { useMay } from '../http/may.js';
import { sessionStore } from '../http/session.js';
import { RECORD_KEYS, useWrite } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { RoutingTable } from './people/RoutingTable.js';
import type { AdministrationChange, Routing } from '../http/types.js';

export function ChangesScreen() {
  const t = useWords();
  const title = t('frame:go.changes');
  const [{ gone }] = useAddress();
  const isOn = useMay()('changes.read');
  const state = gone === 'true' ? undefined : 'pending';
  const list = usePages<AdministrationChange>('/v1/changes', { state }, { isOn });
  return (
    <RecordScreen title={title} permission="changes.read">
      <RecordsList
        label={title}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('records:changes.failed')}
        empty={t('records:changes.none')}
        filters={[{ kind: 'switch', at: 'gone', label: t('records:changes.decidedToo'), widens: true }]}
        pane={(row) => <ChangeDetail change={row} />}
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words): RecordColumn<AdministrationChange>[] {
  return [
    {
      head: t('records:changes.about'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ kind, subject }) => <b dir="auto">{nameSubject({ kind, subject }, t)}</b>,
    },
    {
      head: t('queue:f.kind'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ kind }) => formatValueName(t, 'records:changes.kind', kind),
    },
    { head: t('records:changes.asker'), width: 'minmax(8rem, 1fr)', cell: ({ requestedBy }) => requestedBy.name },
    { head: t('records:changes.at'), width: '7rem', cell: ({ requestedAt }) => <Instant at={requestedAt} short /> },
    { head: t('records:people.state'), width: '7.5rem', cell: ({ state }) => <ChangeStateMark of={state} /> },
  ];
}

/** Routing rules are about no single person or authority. */
function nameSubject({ kind, subject }: Pick<AdministrationChange, 'kind' | 'subject'>, t: Words): string {
  return subject.name === '' ? formatValueName(t, 'records:changes.kind', kind) : subject.name;
}

function ChangeDetail({ change }: { change: AdministrationChange }) {
  const t = useWords();
  const { kind, requestedBy, requestedAt, decidedBy, decidedAt, effectiveAt, reason, state } = change;
  return (
    <>
      <section>
        <div className="heading">{formatValueName(t, 'records:changes.kind', kind)}</div>
        <h2 className="title" dir="auto">
          {nameSubject(change, t)}
        </h2>
        <p className="flow">
          <ChangeStateMark of={state} />
          <span>
            {t('records:changes.requestedBy', { name: requestedBy.name })} <Instant at={requestedAt} />
          </span>
        </p>
        {decidedBy === null || decidedAt === null ? null : (
          <p>
            {t('records:changes.decidedBy', { name: decidedBy.name })} <Instant at={decidedAt} />
          </p>
        )}
        {reason === null ? null : <p dir="auto">{t('records:changes.because', { reason })}</p>}
        {effectiveAt === null ? null : <p>{t('records:changes.from', { time: formatInstant(effectiveAt) })}</p>}
      </section>
      {kind === 'routing' ? <RulesDiffer change={change} /> : <Differences change={change} />}
      {state === 'pending' ? <Decide change={change} /> : null}
    </>
  );
}

function Differences({ change }: { change: AdministrationChange }) {
  const t = useWords();
  // An empty filter fits everything.
  const empty = t(change.kind === 'subscriber' ? 'records:subscribers.all' : 'records:changes.nothing');
  return (
    <section>
      <div className="heading">{t('records:changes.what')}</div>
      <Table
        rows={listFieldDifferences(change)}
        keyOf={({ field }) => field}
        columns={[
          {
            head: t('records:changes.field'),
            cell: ({ field }) => formatValueName(t, 'records:changes.fields', field),
          },
          { head: t('records:changes.before'), cell: ({ before }) => valueText(t, before, empty), className: 'plain' },
          { head: t('records:changes.after'), cell: ({ after }) => valueText(t, after, empty), className: 'plain' },
        ]}
      />
    </section>
  );
}

/** A rule is read whole: field by field its conditions would look like where it sends. */
function RulesDiffer({ change: { before, after } }: { change: AdministrationChange }) {
  const t = useWords();
  return (
    [
      ['before', before],
      ['after', after],
    ] as const
  ).map(([name, content]) => {
    const { rules = [] } = (content ?? {}) as Partial<Routing>;
    return (
      <section key={name}>
        <div className="heading">{t(`records:changes.${name}`)}</div>
        {rules.length === 0 ? <p>{t('records:changes.nothing')}</p> : <RoutingTable rules={rules} />}
      </section>
    );
  });
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

function valueText(t: Words, value: unknown, empty = t('records:changes.nothing')): string {
  if (value === null || value === undefined) return t('records:changes.nothing');
  if (typeof value === 'boolean') return value ? t('timeline:approval') : t('records:changes.no');
  if (typeof value === 'string') return stringText(t, value);
  if (Array.isArray(value)) return value.length === 0 ? empty : formatList(value.map((part) => valueText(t, part)));
  if (typeof value === 'object')
    return Object.values(value)
      .map((part) => valueText(t, part))
      .join(' ');
  return JSON.stringify(value);
}

function stringText(t: Words, value: string): string {
  if (INSTANT.test(value)) return formatInstant(value);
  return isOneOf(ROLES, value) ? t(`frame:role.${value}`) : value;
}

function ChangeStateMark({ of }: { of: AdministrationChange['state'] }) {
  const t = useWords();
  const tone = of === 'pending' ? 'caution' : of === 'applied' ? 'ok' : null;
  return <Tag {...(tone === null ? {} : { tone })}>{t(`records:changes.states.${of}`)}</Tag>;
}

const toBody = ({ reason }: { reason: string }) => (reason.trim() === '' ? {} : { reason: reason.trim() });

/** Confirms or rejects another person's change. A confirmed key waits for its owner to claim it. */
function Decide({ change: { id, kind, subject, requestedBy, expiresAt } }: { change: AdministrationChange }) {
  const t = useWords();
  const may = useMay();
  const isMine = sessionStore.get().session?.person.id === requestedBy.id;
  const why = isMine ? t('records:changes.own') : may('changes.decide') ? null : t('records:changes.mayNot');
  const form = useCommandForm({
    texts: 'change-decision',
    to: `/v1/changes/${id}/confirm`,
    refresh: RECORD_KEYS,
    start: { reason: '' },
    body: toBody,
    whyNever: why,
    done: t(kind === 'key' ? 'records:changes.keyClaim' : 'records:changes.confirmed', {
      name: nameSubject({ kind, subject }, t),
    }),
  });
  const refuse = useWrite({
    to: `/v1/changes/${id}/refuse`,
    refresh: RECORD_KEYS,
    done: t('records:changes.refused', { name: nameSubject({ kind, subject }, t) }),
  });
  return (
    <section>
      <p>{t('records:changes.openUntil', { time: formatInstant(expiresAt) })}</p>
      <CommandFields form={form} failed={t('records:changes.notDecided')}>
        <TextField label={t('records:changes.reason')} {...form.field('reason')} />
        <CommandButton form={form} label={t('records:changes.confirm')} isPrimary>
          <Button
            why={why}
            busy={refuse.isPending ? t('frame:saving') : null}
            onPress={() => refuse.mutate(toBody(form.values))}
          >
            {t('records:changes.refuse')}
          </Button>
        </CommandButton>
      </CommandFields>
      <Failure title={t('records:changes.notDecided')} error={refuse.error} />
    </section>
  );
}
