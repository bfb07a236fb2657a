import type { ComponentHealth } from '../http/types.js';
import { formatNumber, formatRecent, withOwnTimes } from '../parts/format.js';
import { nowMs } from '../state/now.js';
import { wordAt, type Words } from '../words/use-words.js';

export function partText({ name, figures, detail }: ComponentHealth, t: Words): string {
  if (figures === undefined) return '';
  const say = (key: string) => Number(figures[key] ?? 0);
  const n = (key: string) => formatNumber(say(key));
  const at = typeof figures['at'] === 'string' ? formatRecent(figures['at'], nowMs()) : '';
  switch (name) {
    case 'api':
      return t('ops:say.api', { ms: n('p99') });
    case 'registry':
      return t('ops:say.registry', { ms: n('ms'), used: n('used'), max: n('max') });
    case 'engine':
      return t('ops:say.engine', { ms: n('ms') });
    case 'workers':
      return t('ops:say.workers', { notices: n('notices'), platform: n('platform') });
    case 'mail':
      if (say('waiting') > 0) return t('ops:say.mailWaits');
      return say('bounced') > 0 ? t('ops:say.bounced', { count: say('bounced') }) : t('ops:say.mail');
    case 'watchdog':
      return t('ops:say.watchdog', { seconds: n('seconds') });
    case 'clocks':
      if (say('processes') === 0) return t('ops:say.clocks');
      return t('ops:say.clocksOff', { count: say('processes'), seconds: n('seconds') });
    case 'reconciler':
      return t('ops:say.reconciler', { found: n('found'), open: n('open'), seconds: n('seconds') });
    case 'canary':
      if (at === '') return '';
      return say('took') > 0
        ? t('ops:say.canary', { at, took: n('took') })
        : t('ops:say.canaryLate', {
            at,
            step: wordAt(t, 'ops:canaryStep', String(figures['step']), String(figures['step'])),
          });
    case 'audit':
      if (say('forked') > 0) return t('ops:say.auditForked');
      return say('away') > 0 ? t('ops:say.witnesses', { count: say('away') }) : t('ops:say.auditSigned');
    case 'platform':
      return t('ops:say.platform', { at });
    case 'pager':
      if (at === '') return '';
      return t(say('accepted') === 1 ? 'ops:say.paged' : 'ops:say.pagedOpen', { at });
    case 'rulebook':
      return t('ops:say.rulebook', { regimes: n('regimes'), edition: n('edition') });
    default:
      return withOwnTimes(detail);
  }
}
