import { useState } from 'react';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { CopyButton } from '../list/CopyButton.js';
import { errorAt } from '../list/Field.js';
import { TextField } from '../list/TextField.js';
import { Differences } from './ChangesTab.js';
import type { Edition } from './types.js';
import { useRevisionAct } from './use-revision-act.js';

export function EditionDetail({ edition }: { edition: Edition }) {
  const t = useWords();
  const { edition: number, digest, state, adopted, approvals, missing, refused, differences, sections } = edition;
  return (
    <>
      <section>
        <h2 className="title">{t('rulebook:edition', { number })}</h2>
        <p className="flow">
          <span className="monospace fine cut">{digest}</span> <CopyButton text={digest} what={t('rulebook:digest')} />
        </p>
        {adopted ? <p className="muted">{t('rulebook:editionAdopted')}</p> : null}
        {approvals.map(({ by, at }) => (
          <p key={by.id} dir="auto">
            {t('rulebook:editionApproved', { name: by.name, at: formatInstant(at) })}
          </p>
        ))}
        {refused === null ? null : (
          <p dir="auto">
            {t('rulebook:editionRefusedBy', {
              name: refused.by.name,
              at: formatInstant(refused.at),
              reason: refused.reason,
            })}
          </p>
        )}
        {missing === null ? null : <p className="medium">{t(`rulebook:editionMissing.${missing}`)}</p>}
        {sections.length === 0 ? null : (
          <p className="muted">{t('rulebook:editionSections', { parts: sections.join(', ') })}</p>
        )}
      </section>
      {state === 'proposed' ? <Decide edition={edition} /> : null}
      <Differences of={differences} />
    </>
  );
}

function Decide({ edition: { edition: number, digest, approvals } }: { edition: Edition }) {
  const t = useWords();
  const may = useMay();
  const [reason, setReason] = useState('');
  const path = `/v1/rulebook/editions/${digest}`;
  const approve = useRevisionAct(`${path}/approve`, t('rulebook:editionApprovedDone', { number }));
  const refuse = useRevisionAct(`${path}/refuse`, t('rulebook:editionRefusedDone', { number }));
  const me = sessionStore.get().session?.person.id;
  const mayNot = may('rulebook.edition') ? null : t('rulebook:editionMayNot');
  const own = approvals.some(({ by }) => by.id === me) ? t('rulebook:editionOwn') : null;
  const error = approve.error ?? refuse.error;
  return (
    <section>
      <p>{t('rulebook:editionWaits')}</p>
      <div className="acts">
        <Button
          variant="primary"
          why={mayNot ?? own}
          showWhy
          busy={approve.isPending ? t('records:saving') : null}
          onPress={() => approve.mutate({})}
        >
          {t('rulebook:editionApprove')}
        </Button>
      </div>
      <TextField
        label={t('rulebook:editionRefuseReason')}
        value={reason}
        error={errorAt(refuse.error, '/reason')}
        onChange={setReason}
      />
      <div className="acts">
        <Button
          why={mayNot ?? (reason.trim() === '' ? t('rulebook:needsReason') : null)}
          busy={refuse.isPending ? t('records:saving') : null}
          onPress={() => refuse.mutate({ reason: reason.trim() })}
        >
          {t('rulebook:editionRefuse')}
        </Button>
      </div>
      {error === null ? null : <Failure title={t('rulebook:notDecided')} error={error} />}
    </section>
  );
}
