import { getKeys } from '../../../domain/record-keys.js';
import { formatCountry, formatList } from '../../parts/format.js';
import type { Words } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import type { LawFact, Section } from './fact.js';
import { describeClockName, formatCount, formatEvery, describeEscalation } from './format-law.js';
import type { Sourced, Version } from './types.js';

export function listLawFacts(version: Version, t: Words): LawFact[] {
  return [
    ...forceFacts(version, t),
    ...scopeFacts(version, t),
    ...clockFacts(version, t),
    ...orderFacts(version, t),
    ...version.contents.map((rule) => ({
      section: 'contents' as const,
      key: rule.id,
      head: rule.asks,
      text: `${formatValueName(t, 'rulebook:lack', rule.lack)} “${rule.sentence}”`,
      sourced: rule,
    })),
    ...plainFacts('grounds', version.grounds),
    ...(version.secrecy === null
      ? []
      : [fact('secrecy', 'level', t(`words:secrecy.${version.secrecy.level}`), version.secrecy)]),
    ...(version.userNotice === null
      ? []
      : [
          fact(
            'userNotice',
            'rule',
            formatValueName(t, 'rulebook:userNotice', version.userNotice.rule),
            version.userNotice,
          ),
        ]),
    ...getKeys(version.formalities ?? {}).flatMap((name) => {
      const rule = version.formalities?.[name];
      return rule === undefined ? [] : [fact('formalities', name, t(`rulebook:formality.${name}`), rule)];
    }),
    ...(version.statusUpdates === undefined
      ? []
      : [fact('statusUpdates', 'every', formatEvery(version.statusUpdates.every, t), version.statusUpdates)]),
    ...plainFacts('remedies', version.remedies),
    ...version.penalties.map((rule, place) => ({
      section: 'penalties' as const,
      key: String(place),
      head: formatList(rule.fallsOn.map((bearer) => formatValueName(t, 'notice:receipt.bearer', bearer))),
      text: rule.text,
      sourced: rule,
    })),
    ...silences(version, t),
    ...vainSearches(version, t),
  ];
}

/** Topics the law was read for and does not mention. */
function silences({ silent = {} }: Version, t: Words): LawFact[] {
  return getKeys(silent).flatMap((topic) => {
    const read = silent[topic];
    if (read === undefined) return [];
    const text = t('rulebook:fact.silent', { read: read.read, title: read.title });
    return [{ section: 'silent', key: topic, head: t(`rulebook:silent.${topic}`), text, sourced: null }];
  });
}

/** Topics whose source text was sought but could not be read. */
function vainSearches({ unread = {} }: Version, t: Words): LawFact[] {
  return getKeys(unread).flatMap((topic) => {
    const search = unread[topic];
    if (search === undefined) return [];
    const text = t('rulebook:fact.unread', { on: search.on, sought: search.sought });
    return [{ section: 'unread', key: topic, head: t(`rulebook:silent.${topic}`), text, sourced: null }];
  });
}

function fact(section: Section, key: string, head: string, rule: Sourced & { text: string }): LawFact {
  return { section, key, head, text: rule.text, sourced: rule };
}

function plainFacts(section: Section, rules: readonly (Sourced & { text: string })[]): LawFact[] {
  return rules.map((rule, place) => fact(section, String(place), '', rule));
}

function forceFacts(version: Version, t: Words): LawFact[] {
  const { inForceFrom: from, inForceTo: to, status, inForce, summary } = version;
  const span = to === null ? t('rulebook:fact.from', { from }) : t('rulebook:fact.fromTo', { from, to });
  return [
    {
      section: 'force',
      key: 'status',
      head: formatValueName(t, 'rulebook:lawStatus', status),
      text: span,
      sourced: inForce,
    },
    { section: 'force', key: 'summary', head: '', text: summary, sourced: null },
  ];
}

function scopeFacts(version: Version, t: Words): LawFact[] {
  const scope = (key: string, head: string, text: string): LawFact[] =>
    text === '' ? [] : [{ section: 'scope', key, head, text, sourced: null }];
  return [
    ...scope('kinds', t('rulebook:fact.kinds'), formatList(version.noticeKinds.map((kind) => t(`words:kind.${kind}`)))),
    ...scope('countries', t('rulebook:fact.countries'), formatList(version.countries.map(formatCountry))),
    ...scope(
      'authorities',
      t('rulebook:fact.authorities'),
      version.authorities.join(', ') || t('rulebook:fact.anyAuthority'),
    ),
    ...scope('alongside', t('rulebook:fact.alongside'), version.alongside.join(', ')),
    ...scope('counteredBy', t('rulebook:fact.counteredBy'), version.counteredBy ?? ''),
    ...(version.thresholds ?? []).map(({ text, test, ...sourced }) => ({
      section: 'scope' as const,
      key: `threshold ${JSON.stringify(test)}`,
      head: t('rulebook:fact.threshold'),
      text: `${text} ${t(`rulebook:applies.${version.applies ?? 'unknown'}`)}`,
      sourced,
    })),
    ...scope(
      'calendar',
      t('rulebook:fact.calendar'),
      `${version.calendar ?? t('rulebook:fact.noCalendar')}, ${version.zone}`,
    ),
    ...scope(
      'immediately',
      t('rulebook:fact.immediately'),
      t('rulebook:fact.minutes', { count: version.immediatelySeconds / 60 }),
    ),
    ...(version.deemedService === null
      ? []
      : [
          {
            section: 'scope' as const,
            key: 'deemed',
            head: t('rulebook:fact.deemedService'),
            text: formatCount(version.deemedService.counting, t),
            sourced: version.deemedService,
          },
        ]),
  ];
}

function clockFacts({ clocks }: Version, t: Words): LawFact[] {
  const met = new Map<string, number>();
  return clocks.map((rule) => {
    const name = [rule.kind, rule.owner, rule.form, rule.guards ?? ''].join(' ');
    const place = met.get(name) ?? 0;
    met.set(name, place + 1);
    const parts = [
      t('rulebook:fact.clock', {
        count: formatCount(rule.counting, t),
        start: formatValueName(t, 'rulebook:start', rule.startsOn),
      }),
      ...rule.windows.map(({ from, to }) => t('rulebook:fact.window', { from, to })),
      rule.period === 'eu_1182_71' ? t('rulebook:fact.euPeriod') : '',
      rule.counting?.stop === true ? t('rulebook:fact.mayPause') : '',
      rule.extend ? t('rulebook:fact.mayExtend') : '',
      rule.status === 'in_force' ? '' : `${formatValueName(t, 'rulebook:lawStatus', rule.status)}.`,
      describeEscalation(rule, t),
      rule.note ?? '',
    ];
    return {
      section: 'clocks',
      key: `${name} ${place}`,
      head: describeClockName(rule, t),
      text: parts.filter((part) => part !== '').join(' '),
      sourced: rule,
    };
  });
}

function orderFacts({ whoMayOrder }: Version, t: Words): LawFact[] {
  return whoMayOrder.map((rule) => ({
    section: 'whoMayOrder',
    key: rule.who,
    head: rule.who,
    text: [
      rule.rank === null ? '' : t('rulebook:fact.rank', { rank: rule.rank }),
      rule.channel === null ? '' : t('rulebook:fact.channel', { channel: rule.channel }),
    ]
      .filter((part) => part !== '')
      .join(' '),
    sourced: rule,
  }));
}
