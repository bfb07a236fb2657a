import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { packNotice } from '../../../contract/enforcement/outage-pack.js';
import { Bar } from '../../frame/Bar.js';
import { readAll } from '../../http/read-all.js';
import { sessionStore } from '../../http/session.js';
import { Button } from '../../parts/Button.js';
import { formatCountry, formatInstant, formatList, formatNumber } from '../../parts/format.js';
import { Empty, Loading } from '../../parts/Loading.js';
import { Table } from '../../parts/Table.js';
import { useStore } from '../../state/store.js';
import { useScreenTitle } from '../../state/title.js';
import { useWords } from '../../words/use-words.js';

type PackNotice = z.infer<typeof packNotice>;

/** The open notices in print, for work by hand while the desk is out. */
export function OutagePackScreen() {
  const t = useWords();
  useScreenTitle(t('outage:title'));
  const query = useQuery({
    queryKey: ['outage-pack'],
    queryFn: async ({ signal }) => ({
      ...(await readAll<PackNotice>('/v1/ops/outage-pack', { signal })),
      at: Date.now(),
    }),
    staleTime: Infinity,
  });
  const { data } = query;
  return (
    <>
      <Bar>
        <h1 className="where">{t('outage:title')}</h1>
        <Button size="small" why={data === undefined ? t('frame:loading') : null} onPress={() => window.print()}>
          {t('outage:print')}
        </Button>
      </Bar>
      <div className="scrolls print-whole pad pack" tabIndex={0} role="region" aria-label={t('outage:title')}>
        {data === undefined ? (
          <Loading query={query} failed={t('outage:failed')} rows={8} />
        ) : (
          <Pack notices={data.items} at={data.at} />
        )}
      </div>
    </>
  );
}

function Pack({ notices, at }: { notices: readonly PackNotice[]; at: number }) {
  const t = useWords();
  const name = useStore(sessionStore).session?.person.name ?? '';
  return (
    <>
      <p className="no-print muted">{t('outage:lead')}</p>
      <p>
        <b>{t('outage:count', { count: notices.length })}.</b> {t('outage:made', { at: formatInstant(at), name })}
      </p>
      {notices.length === 0 ? (
        <Empty>
          <h2>{t('outage:none')}</h2>
        </Empty>
      ) : null}
      {notices.map((notice) => (
        <NoticePart key={notice.id} notice={notice} />
      ))}
    </>
  );
}

function NoticePart({ notice }: { notice: PackNotice }) {
  const t = useWords();
  const { number, subject, kind, secrecy, clocks } = notice;
  return (
    <article aria-labelledby={number}>
      <h2 id={number} dir="auto">
        <span className="number">{number}</span> {subject === '' ? t(`words:kind.${kind}`) : subject}
        {secrecy === 'open' ? null : ` (${t(`words:secrecy.${secrecy}`)})`}
      </h2>
      <Facts notice={notice} />
      <h3>{t('outage:clocks')}</h3>
      {clocks.length === 0 ? <p className="muted">{t('outage:noClocks')}</p> : null}
      <ul>
        {clocks.map((clock, place) => (
          <li key={place}>
            <ClockText clock={clock} />
          </li>
        ))}
      </ul>
      <h3>{t('outage:toDo')}</h3>
      <ToDo notice={notice} />
      <h3>{t('outage:noted')}</h3>
      <EmptyLines />
    </article>
  );
}

function Facts({ notice }: { notice: PackNotice }) {
  const t = useWords();
  const { authority, law, stage, assignee, receivedAt, reference } = notice;
  const facts = [
    [t('outage:authority'), `${authority.name}, ${formatCountry(authority.country)}`],
    [t('outage:contacts'), formatContacts(authority.contacts, t)],
    [t('outage:reference'), reference],
    [t('outage:law'), `${law.name ?? law.id} (${law.id}, ${law.version})`],
    [t('outage:stage'), t(`words:stage.${stage}`)],
    [t('outage:assignee'), assignee ?? t('outage:nobody')],
    [t('outage:received'), formatInstant(receivedAt)],
  ] as const;
  return (
    <dl className="key-values">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div className="contents" key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function formatContacts(contacts: PackNotice['authority']['contacts'], t: ReturnType<typeof useWords>): string {
  const lines = contacts.map(({ purpose, email, phone, office }) =>
    [`${t(`outage:${purpose}`)}:`, ...[office, email, phone].filter((part) => part !== undefined)].join(' '),
  );
  return lines.length === 0 ? t('outage:noContacts') : lines.join('; ');
}

function ClockText({ clock: { kind, owner, basis, state, dueAt, zone } }: { clock: PackNotice['clocks'][number] }) {
  const t = useWords();
  const due = dueAt === null ? t('outage:paused') : `${formatInstant(dueAt, zone)} (${zone})`;
  const facts = [
    t(`words:owner.${owner}`),
    t(`words:basis.${basis}`),
    ...(state === 'missed' ? [t('outage:missed')] : []),
  ];
  return (
    <>
      <b>{t(`words:clock.${kind}`)}</b>: <span className="number">{due}</span>, {formatList(facts)}
    </>
  );
}

function ToDo({ notice: { toDo, left } }: { notice: PackNotice }) {
  const t = useWords();
  if (toDo.length === 0) return <p className="muted">{t('outage:nothing')}</p>;
  return (
    <>
      <Table
        rows={toDo}
        keyOf={({ no, action }) => `${no} ${action}`}
        columns={[
          { head: t('outage:col.no'), end: true, cell: ({ no }) => formatNumber(no) },
          { head: t('outage:col.action'), cell: ({ action }) => t(`outage:action.${action}`) },
          { head: t('outage:col.target'), cell: ({ locator }) => locator, className: 'locator' },
          { head: t('outage:col.id'), cell: ({ platformId }) => platformId ?? '', className: 'locator' },
          {
            head: t('outage:col.countries'),
            cell: ({ action, countries }) =>
              action === 'remove' ? t('outage:everywhere') : formatList(countries.map(formatCountry)),
          },
        ]}
      />
      {left === 0 ? null : <p className="medium">{t('outage:left', { count: left })}</p>}
    </>
  );
}

const EMPTY_LINES = [1, 2, 3];
const NOTED = ['targets', 'what', 'who', 'when', 'evidence'] as const;

function EmptyLines() {
  const t = useWords();
  return (
    <Table
      rows={EMPTY_LINES}
      keyOf={(line) => line}
      columns={NOTED.map((name) => ({ head: t(`outage:line.${name}`), cell: () => null, className: 'blank' }))}
    />
  );
}
