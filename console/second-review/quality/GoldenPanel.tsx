import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { sessionStore } from '../../http/session.js';
import type { GoldenItem } from '../../http/types.js';
import { RECORD_KEYS, useWrite } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { Fact } from '../../parts/Fact.js';
import { Failure } from '../../parts/Failure.js';
import { formatList, formatNumber } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Tag } from '../../parts/Tag.js';
import { NoticeNumberLink } from '../../records/list/NoticeLink.js';
import type { RecordColumn } from '../../records/list/RecordRows.js';
import { RecordsList, ToQueue } from '../../records/list/RecordsList.js';
import { formatValueName } from '../../records/list/find-name.js';
import { useAddress } from '../../records/list/use-address.js';
import { usePages } from '../../records/list/use-pages.js';
import { useWords, type Words } from '../../words/use-words.js';

const STATES = ['pending', 'confirmed', 'retired'] as const;

/** Golden items with their agreed decisions, for those who mark and confirm them. */
export function GoldenPanel() {
  const t = useWords();
  const [{ state, set }] = useAddress();
  return (
    <RecordsList
      label={t('second-review:golden.tab')}
      list={usePages<GoldenItem>('/v1/golden-items', { state: STATES.find((one) => one === state), set })}
      columns={buildColumns(t)}
      keyOf={({ id }) => id}
      failed={t('second-review:golden.failed')}
      empty={t('second-review:golden.none')}
      way={<ToQueue />}
      filters={[
        {
          kind: 'menu',
          at: 'state',
          label: t('records:people.state'),
          options: STATES.map((value) => ({ value, label: t(`second-review:golden.state.${value}`) })),
        },
        { kind: 'link', at: 'set', label: t('second-review:golden.set') },
      ]}
      count={(count) => t('second-review:golden.count', { count })}
      pane={(item) => <GoldenDetail item={item} />}
    />
  );
}

function buildColumns(t: Words): RecordColumn<GoldenItem>[] {
  return [
    { head: t('second-review:golden.set'), width: 'minmax(8rem, 1fr)', cell: ({ set }) => <b dir="auto">{set}</b> },
    {
      head: t('second-review:queue.target'),
      width: 'minmax(9rem, 1fr)',
      cell: ({ locator }) => <span dir="ltr">{locator}</span>,
    },
    {
      head: t('second-review:golden.agreed'),
      width: '8rem',
      cell: ({ action }) => t(`words:action.${action}`),
    },
    { head: t('records:people.state'), width: '7.5rem', cell: ({ state }) => <StateMark state={state} /> },
    {
      head: t('second-review:golden.answers'),
      width: '6rem',
      end: true,
      cell: ({ agreed, answers }) => `${formatNumber(agreed)} / ${formatNumber(answers)}`,
    },
  ];
}

function StateMark({ state }: { state: GoldenItem['state'] }) {
  const t = useWords();
  const tone = state === 'pending' ? 'caution' : state === 'confirmed' ? 'ok' : null;
  return <Tag {...(tone === null ? {} : { tone })}>{t(`second-review:golden.state.${state}`)}</Tag>;
}

function GoldenDetail({ item }: { item: GoldenItem }) {
  const t = useWords();
  const [, change] = useAddress();
  return (
    <>
      <section>
        <div className="heading">{formatValueName(t, 'words:type', item.type)}</div>
        <h2 className="title" dir="ltr">
          {item.locator}
        </h2>
        <dl className="key-values">
          <Fact name={t('second-review:golden.set')}>
            <Button size="small" variant="quiet" onPress={() => change({ set: item.set })}>
              {item.set}
            </Button>
          </Fact>
          <Fact name={t('second-review:golden.agreed')}>
            {t(`words:action.${item.action}`)}:{' '}
            {formatList(item.grounds.map((ground) => formatValueName(t, 'words:ground', ground)))}
          </Fact>
          <Fact name={t('records:notice')}>
            <NoticeNumberLink id={item.notice.id} number={item.notice.number} />,{' '}
            {t('records:restrictions.target', { no: item.no })}
          </Fact>
          <Fact name={t('second-review:golden.markedBy')}>
            {item.markedBy.name} <Instant at={item.markedAt} />
          </Fact>
          <Fact name={t('second-review:golden.confirmedBy')}>{item.confirmedBy?.name ?? null}</Fact>
        </dl>
      </section>
      {item.state === 'retired' ? null : <Decide item={item} />}
    </>
  );
}

function Decide({ item: { id, state, markedBy } }: { item: GoldenItem }) {
  const t = useWords();
  const isMine = sessionStore.get().session?.person.id === markedBy.id;
  const write = { refresh: RECORD_KEYS, start: {}, body: () => ({ items: [id] }) };
  const form = useCommandForm({
    ...write,
    to: '/v1/golden-items/confirm',
    whyNever: isMine ? t('second-review:golden.own') : null,
    done: t('second-review:golden.confirmed'),
  });
  const retire = useWrite({
    to: '/v1/golden-items/retire',
    refresh: RECORD_KEYS,
    done: t('second-review:golden.retired'),
  });
  const retiring = (
    <Button busy={retire.isPending ? t('frame:saving') : null} onPress={() => retire.mutate({ items: [id] })}>
      {t('second-review:golden.retire')}
    </Button>
  );
  return (
    <section>
      <p>{t(`second-review:golden.means.${state === 'pending' ? 'pending' : 'confirmed'}`)}</p>
      {state === 'pending' ? (
        <CommandFields form={form} failed={t('second-review:golden.notDone')}>
          <CommandButton form={form} label={t('second-review:golden.confirm')} isPrimary>
            {retiring}
          </CommandButton>
        </CommandFields>
      ) : (
        <div className="acts">{retiring}</div>
      )}
      <Failure title={t('second-review:golden.notDone')} error={retire.error} />
    </section>
  );
}
