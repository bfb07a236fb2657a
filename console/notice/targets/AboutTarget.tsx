import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { decisionText } from '../../approval/decision-text.js';
import { read } from '../../http/call.js';
import type { Notice, NoticeSummary, Page, Target } from '../../http/types.js';
import { Fact } from '../../parts/Fact.js';
import { Instant } from '../../parts/Instant.js';
import { ActionLabel } from '../../parts/Action.js';
import { useSettled } from '../../state/settled.js';
import { useWords } from '../../words/use-words.js';
import { Marks } from './TargetRow.js';

export function AboutTarget({ notice, target }: { notice: Notice; target: Target }) {
  const t = useWords();
  return (
    <section className="about" aria-label={t('notice:about.label')}>
      <p>
        <b className="locator block plain" dir="ltr">
          {target.locator === '' ? t('notice:erased.target') : target.locator}
        </b>
      </p>
      <p className="chips">
        <span className="muted fine">{t(`words:type.${target.type}`)}</span> <Marks target={target} />
      </p>
      {target.note.trim() === '' ? null : (
        <blockquote className="said plain fine" dir="auto">
          {target.note}
          <footer>{t('notice:about.note')}</footer>
        </blockquote>
      )}
      <dl className="key-values fine">
        {target.decision === null ? null : (
          <Fact name={t(target.status === 'drafted' ? 'notice:about.now' : 'notice:about.decided')}>
            <ActionLabel action={target.decision.action} />{' '}
            <span className="muted">{decisionText(target.decision, t)}</span>
          </Fact>
        )}
        {target.userNotice === null ? null : (
          <Fact name={t('notice:userNotice.label')}>
            <Logged userNotice={target.userNotice} />
          </Fact>
        )}
        {target.flags.includes('seen_before') ? <Elsewhere notice={notice} locator={target.locator} /> : null}
      </dl>
    </section>
  );
}

interface LoggedProps {
  userNotice: NonNullable<Target['userNotice']>;
}

function Logged({ userNotice: { decision, until, required, rule, message } }: LoggedProps) {
  const t = useWords();
  return (
    <>
      {t(`notice:userNotice.decision.${until === 'counsel_decision' ? 'counsel' : decision}`)}
      {until === null || until === 'end_of_secrecy' || until === 'counsel_decision' ? null : (
        <>
          {' '}
          <Instant at={until} short />
        </>
      )}
      {required ? ` (${t('notice:userNotice.required')})` : ''}
      {message === null ? null : <span className="muted">, {t(`notice:userNotice.state.${message.state}`)}</span>}
      <p className="why">{rule.source === null ? rule.text : `${rule.text} ${rule.source}.`}</p>
    </>
  );
}

/** Few notices name the same target; further ones add nothing. */
const MAX_NOTICES = 4;

interface Earlier {
  notice: Pick<NoticeSummary, 'id' | 'number'>;
  target: Target;
}

function Elsewhere({ notice, locator }: { notice: Notice; locator: string }) {
  const t = useWords();
  const settledLocator = useSettled(locator);
  const { data } = useQuery({
    queryKey: ['notice', notice.id, 'targets', 'elsewhere', settledLocator],
    queryFn: ({ signal }) => readEarlier(notice.id, settledLocator, signal),
    staleTime: 60_000,
  });
  return (data ?? []).map(({ notice: other, target }) => (
    <Fact key={other.id} name={t('notice:about.before')}>
      <Link to="/notices/$id" params={{ id: other.id }} search={{ q: settledLocator }}>
        {other.number}
      </Link>{' '}
      {target.decision === null ? (
        <span className="muted">{t('words:status.undecided')}</span>
      ) : (
        <>
          <ActionLabel action={target.decision.action} />{' '}
          {target.decision.at === null ? null : <Instant className="muted" at={target.decision.at} short />}
        </>
      )}
    </Fact>
  ));
}

async function readEarlier(own: string, locator: string, signal: AbortSignal): Promise<Earlier[]> {
  const q = encodeURIComponent(locator);
  const { items } = await read<Page<NoticeSummary>>(`/v1/notices?limit=${MAX_NOTICES + 1}&q=${q}`, {
    signal,
    background: true,
  });
  const others = items.filter(({ id }) => id !== own).slice(0, MAX_NOTICES);
  const found = await Promise.all(
    others.map(async (notice) => {
      const targets = await read<Page<Target>>(`/v1/notices/${notice.id}/targets?limit=20&q=${q}`, {
        signal,
        background: true,
      });
      return targets.items.filter((target) => target.locator === locator).map((target) => ({ notice, target }));
    }),
  );
  return found.flat();
}
