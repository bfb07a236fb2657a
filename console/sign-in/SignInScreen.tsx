import { useWords } from '../words/use-words.js';
import type { Role } from '../../domain/people/permission.js';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { readinessQuery } from '../http/queries.js';
import { Button } from '../parts/Button.js';
import { partName } from '../parts/names.js';
import { formatList } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useShortcuts } from '../state/shortcuts.js';
import { readAnswer } from '../http/answer.js';
import { useScreenTitle } from '../state/title.js';

interface SignInFacts {
  issuer: string | null;
  embedded: boolean;
  people: { name: string; label: string; roles: Role[] }[];
}

const PROBLEMS = ['no_account', 'refused', 'expired', 'unreachable'] as const;

const sendsOnly = ({ roles }: SignInFacts['people'][number]) => roles.every((role) => role === 'intake');

export function SignInScreen() {
  const t = useWords();
  const { next = '/start', problem } = useSearch({ from: '/sign-in' });
  useScreenTitle(t('sign-in:title'));
  const facts = useQuery({
    queryKey: ['sign-in'],
    queryFn: async ({ signal }) => readAnswer<SignInFacts>(await fetch('/auth/info', { signal })),
  }).data;
  const enter = (person?: string) => {
    const query = new URLSearchParams({ next, ...(person === undefined ? {} : { person }) });
    window.location.assign(`/auth/sign-in?${query.toString()}`);
  };
  // People who only submit notices are listed last; most visitors start as a reviewer.
  const people = [...(facts?.people ?? [])].sort((one, other) => Number(sendsOnly(one)) - Number(sendsOnly(other)));
  useShortcuts([
    { id: 'enter', label: t('sign-in:go'), keys: 'Enter', run: () => enter() },
    ...people.slice(0, 9).map(({ name, label }, place) => ({
      id: `person-${name}`,
      label,
      keys: String(place + 1),
      run: () => enter(name),
    })),
  ]);
  const known = PROBLEMS.find((one) => one === problem);
  return (
    <main className="sign-in">
      <div>
        <p className="medium sign-in-name">{t('frame:name')}</p>
        <h1>{t('sign-in:title')}</h1>
        <p className="muted lead">{t('sign-in:body')}</p>
        {known === undefined ? null : (
          <div className="alert" role="alert">
            <Icon name="m-warn" className="danger-ink" />
            <p className="muted">{t(`sign-in:problem.${known}`)}</p>
          </div>
        )}
        <Button variant="primary" keys="Enter" onPress={() => enter()}>
          {t('sign-in:go')}
        </Button>
        <Facts facts={facts} />
      </div>
      {people.length === 0 ? null : <People people={people} next={next} />}
    </main>
  );
}

function Facts({ facts }: { facts: SignInFacts | undefined }) {
  const t = useWords();
  const parts = useQuery(readinessQuery).data?.parts;
  const away = parts?.filter(({ state }) => state === 'down') ?? [];
  const isUp = away.length === 0;
  return (
    <dl className="key-values sign-in-facts">
      <dt>{t('sign-in:service')}</dt>
      <dd>
        {facts?.issuer ?? t('sign-in:noService')}
        {facts?.embedded === true ? `, ${t('sign-in:own')}` : ''}
      </dd>
      <dt>{t('sign-in:desk')}</dt>
      <dd>
        {parts === undefined ? null : (
          <span className="sign">
            <Icon name={isUp ? 'm-live' : 's-overdue'} className={isUp ? 'is-up' : 'is-down'} />
            {isUp
              ? t('sign-in:up')
              : t('sign-in:down', { parts: formatList(away.map(({ name }) => partName(name, t))) })}
          </span>
        )}
      </dd>
    </dl>
  );
}

function People({ people, next }: Pick<SignInFacts, 'people'> & { next: string }) {
  const t = useWords();
  return (
    <div className="half">
      <h2 className="title">{t('sign-in:people')}</h2>
      <p className="muted">{t('sign-in:peopleBody')}</p>
      <div className="people">
        {people.map(({ name, label, roles }, place) => (
          <a key={name} href={`/auth/sign-in?${new URLSearchParams({ next, person: name }).toString()}`}>
            <kbd aria-hidden="true">{place + 1}</kbd>
            <span className="medium">{label}</span>
            <span className="muted">{t(`sign-in:does.${roles[0] ?? 'reviewer'}`)}</span>
          </a>
        ))}
      </div>
    </div>
  );
}
