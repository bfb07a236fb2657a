import { formatUnits } from '../../domain/clock-arithmetic/index.js';
import { standardEscalation } from '../../domain/open-clocks/index.js';
import type { ClockRule, ContentRule, RegimeVersion, Sourced } from '../../domain/rulebook/regime.js';
import { getKeys } from '../../domain/record-keys.js';
import { listFormalities } from '../../rulebook/facts.js';
import { isEqual } from '../../rulebook/diff-fields.js';
import {
  formatCitation,
  describeClock,
  formatInForce,
  formatEscalation,
  formatProvision,
  formatSilence,
  formatTrust,
} from '../../rulebook/in-words.js';
import type { viewRegime } from '../../rulebook/regime-view.js';
import type { TextSink } from '../deps.js';
import { colours, renderFacts } from '../table.js';
import { printable } from '../text.js';

const DUTY_ESCALATION = standardEscalation({ kind: 'comply', owner: 'us', form: 'ceiling' });

const APPLIES = {
  applies: 'by company.yaml it applies',
  unknown: 'company.yaml does not say: taken to apply',
  does_not_apply: 'by company.yaml it does not apply',
} as const;

type RegimeView = ReturnType<typeof viewRegime>;

/** Renders a law as a page: every fact with its source and its confidence. */
export function renderRegime(view: RegimeView, sink: TextSink): string {
  const paint = colours(sink);
  const trust = (fact: Sourced) => {
    const text = printable(formatTrust(fact));
    return fact.confidence === 'from_memory' ? paint.yellow(`! ${text}`) : text;
  };
  const sourced = (fact: Sourced, lines: readonly (string | null)[]) => {
    const [first, ...rest] = lines.filter((line) => line !== null && line !== '');
    const source = fact.confidence === 'policy' ? '' : `${printable(fact.source)}; `;
    const placed = fact.provision === undefined ? [] : [printable(formatProvision(fact.provision))];
    const cited = fact.citation === undefined ? [] : [printable(formatCitation(fact.citation))];
    const below = [...rest.map((line) => printable(line)), `${source}${trust(fact)}`, ...placed, ...cited];
    return [`  ${printable(first)}`, ...below.map((line) => `      ${line}`)];
  };
  const facts = <T extends Sourced>(head: string, list: readonly T[], linesOf: (fact: T) => (string | null)[]) =>
    list.length === 0 ? [] : ['', paint.bold(head), ...list.flatMap((fact) => sourced(fact, linesOf(fact)))];
  const lines = [
    paint.bold(printable(`${view.id}  ${view.title}`)),
    `version ${view.version}, ${view.status.replaceAll('_', ' ')}, ${formatInForce(view)}`,
    ...sourced(view.inForce, [view.summary]),
    '',
    ...listFactLines(view),
    ...facts(`Applies only if (${APPLIES[view.applies]})`, view.thresholds ?? [], textLines),
    ...facts('Clocks', view.clocks, clockLines),
    `  Unless stated otherwise, escalation: ${formatEscalation(DUTY_ESCALATION)}`,
    ...facts('Who can order', view.whoMayOrder, whoLines),
    ...facts('What the document must contain', view.contents, contentLines),
    ...facts('Possible grounds of an order', view.grounds, textLines),
    ...facts('Secrecy', present(view.secrecy), ({ level, text }) => [level, text]),
    ...facts('User notice', present(view.userNotice), ({ rule, when, text }) => [
      when === undefined ? rule : `${rule}, ${when}`,
      text,
    ]),
    ...facts('Requirements for a reply', listFormalities(view), ({ name, text }) => [name, text]),
    ...facts('Status updates', present(view.statusUpdates ?? null), ({ every, text }) => [
      `every ${formatUnits(every.amount, every.unit)}`,
      text,
    ]),
    ...facts('Remedies', view.remedies, ({ text, forUsers }) => [
      text,
      ...(forUsers === undefined ? [] : [`to users: ${forUsers}`]),
    ]),
    ...facts('Penalties', view.penalties, penaltyLines),
    ...silences(view),
  ];
  return `${lines.join('\n')}\n`;
}

function silences({ silent }: RegimeView): string[] {
  const topics = getKeys(silent).flatMap((topic) => {
    const silence = silent[topic];
    return silence === undefined ? [] : [`  ${topic}: ${printable(formatSilence(silence))}`];
  });
  return topics.length === 0 ? [] : ['', 'Silent', ...topics];
}

function listFactLines(view: RegimeView): string[] {
  const others = view.versions.filter(({ version }) => version !== view.version);
  const deemed = view.deemedService;
  return renderFacts([
    ['family', view.family],
    ['jurisdictions', `${view.jurisdictions.join(' ')} (dates in ${view.zone})`],
    ['kinds of notice', view.noticeKinds.join(', ')],
    ['authorities', view.authorities.join(', ') || 'any'],
    ['countries of effect', view.countries.join(' ')],
    ['calendar', view.calendar ?? 'none'],
    ['"immediately"', `${view.immediatelySeconds / 60} minutes (company policy, not law)`],
    ['applies together with', view.alongside.join(', ')],
    ['counter notifications under', view.counteredBy ?? null],
    ['deemed service', deemed === null ? null : `${deemed.source}; ${formatTrust(deemed)}`],
    ['other versions', others.map((other) => `${other.version} (${other.status.replaceAll('_', ' ')})`).join(', ')],
  ])
    .trimEnd()
    .split('\n');
}

function clockLines(rule: ClockRule): (string | null)[] {
  const period = rule.period === 'eu_1182_71' ? 'counted under Regulation (EEC, Euratom) 1182/71' : null;
  const office = rule.escalationTime === 'business' ? ', in office hours' : '';
  return [
    describeClock(rule),
    rule.note,
    period,
    rule.extend ? 'can be extended' : null,
    isEqual(rule.escalation, standardEscalation(rule)) && office === ''
      ? null
      : `notifies: ${formatEscalation(rule.escalation)}${office}`,
  ];
}

function whoLines({ who, rank, channel }: RegimeVersion['whoMayOrder'][number]): (string | null)[] {
  return [who, rank === null ? null : `rank: ${rank}`, channel === null ? null : `channel: ${channel}`];
}

const LACKS: Record<ContentRule['lack'], string> = {
  clocks_run: 'if it is missing, the clocks run on',
  clocks_may_pause: 'if it is missing, the clocks can be paused',
  void: 'if it is missing, the order is void',
};

function contentLines({ id, asks, sentence, lack }: ContentRule): string[] {
  return [`${id}: ${asks}`, `"${sentence}"`, LACKS[lack]];
}

function textLines({ text }: { text: string }): string[] {
  return [text];
}

function present<T>(fact: T | null): T[] {
  return fact === null ? [] : [fact];
}

function penaltyLines({ text, fallsOn, prison }: RegimeVersion['penalties'][number]): string[] {
  return [text, `falls on: ${fallsOn.join(', ').replaceAll('_', ' ')}${prison === true ? '; prison' : ''}`];
}
