import { useWords, type Words } from '../words/use-words.js';
import { useNow } from '../state/now.js';
import { computeClockTone, wasLate, type ClockTone, type ShownClock } from './clock-tone.js';
import { formatInstant, formatSpan } from './format.js';
import { Icon, type IconName } from './Icon.js';

const SHAPE: Record<ClockTone, IconName> = {
  calm: 's-calm',
  soon: 's-soon',
  urgent: 's-urgent',
  overdue: 's-overdue',
  paused: 's-paused',
  met: 's-met',
  theirs: 's-theirs',
  ended: 's-calm',
};

/** Icon, time and word, which a screen reader reads as a sentence (“Comply, urgent, 21 min”). */
export function ClockBadge({ clock, kind }: { clock: ShownClock; kind: string }) {
  const t = useWords();
  const now = useNow();
  const tone = computeClockTone(clock, now);
  const late = tone === 'met' && wasLate(clock);
  const { time, word } = describeClock(clock, tone, { now, late, t });
  const name = [tone === 'ended' ? 'calm' : tone, late ? 'late' : ''].filter((part) => part !== '').join(' ');
  const title = clock.dueAt === null ? undefined : formatInstant(clock.dueAt);
  return (
    <span className={`clock ${name}`} title={title}>
      <Icon name={late ? 'm-x' : SHAPE[tone]} />
      <span className="visually-hidden">{kind}, </span>
      {time === null ? null : (
        <>
          <b>{time}</b>{' '}
        </>
      )}
      <span className="word">{word}</span>
    </span>
  );
}

function describeClock(
  { state, startsAt, dueAt, metAt }: ShownClock,
  tone: ClockTone,
  { now, late, t }: { now: number; late: boolean; t: Words },
): { time: string | null; word: string } {
  const left = dueAt === null ? null : formatSpan(dueAt - now);
  switch (tone) {
    case 'met':
      if (late) return { time: formatSpan((metAt ?? 0) - (dueAt ?? 0)), word: t('frame:clock.late') };
      if (metAt === null || startsAt === null) return { time: null, word: t('frame:clock.met') };
      return { time: null, word: t('frame:clock.in', { span: formatSpan(metAt - startsAt) }) };
    case 'theirs':
      if (state !== 'running') return { time: null, word: t(`frame:clock.${state}`) };
      return { time: left, word: dueAt !== null && dueAt < now ? t('frame:clock.theirsOver') : t('frame:clock.left') };
    case 'paused':
      return { time: null, word: t('frame:clock.paused') };
    case 'ended':
      return { time: null, word: state === 'running' ? '' : t(`frame:clock.${state}`) };
    case 'calm':
      return { time: left, word: t('frame:clock.left') };
    case 'soon':
    case 'urgent':
    case 'overdue':
      return { time: left, word: t(`frame:clock.${tone}`) };
  }
}
