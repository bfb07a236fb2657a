import { CommandButton, CommandFields } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import { ALL_KEYS, useWrite } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { CopyButton } from '../list/CopyButton.js';
import { usePages } from '../list/use-pages.js';
import { Differences } from './ChangesTab.js';
import { Moves } from './Moves.js';
import type { Edition, EditionEffects, Move } from './types.js';

export function EditionDetail({ edition }: { edition: Edition }) {
  const t = useWords();
  const {
    edition: number,
    digest,
    state,
    adopted,
    approvals,
    missing,
    refused,
    pinned,
    differences,
    sections,
  } = edition;
  return (
    <>
      <section>
        <h2 className="title">{t('rulebook:edition', { number })}</h2>
        <p className="flow">
          <span className="monospace fine cut">{digest}</span> <CopyButton text={digest} what={t('rulebook:digest')} />
        </p>
        {pinned ? <p className="medium">{t('rulebook:editionPinned')}</p> : null}
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
      {state === 'approved' ? <Pin edition={edition} /> : null}
      {state === 'proposed' ? <Effects digest={digest} /> : null}
      <Differences of={differences} />
    </>
  );
}

function Effects({ digest }: { digest: string }) {
  const t = useWords();
  const moves = usePages<Move, EditionEffects>(`/v1/rulebook/editions/${digest}/effects`);
  const at = (time: string | null) => (time === null ? t('rulebook:noDue') : formatInstant(time));
  if (moves.error !== null) return <Failure title={t('rulebook:failed')} error={moves.error} />;
  if (moves.head === null) return null;
  const { clocks, notices, vectors } = moves.head;
  return (
    <section>
      <h3 className="fine muted">{t('rulebook:effects')}</h3>
      <p>
        {clocks === 0 ? t('rulebook:effectsNone') : t('rulebook:effectsMove', { count: clocks, notices })}{' '}
        {t('rulebook:effectsVectors', { count: vectors.changed })}
      </p>
      <Moves list={moves} />
      <ul className="law-facts">
        {vectors.items.map(({ id, from, to }) => (
          <li key={id}>
            <span className="identifier">{id}</span> <del>{at(from)}</del> <ins>{at(to)}</ins>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Pin({ edition: { edition: number, digest, pinned, pinning } }: { edition: Edition }) {
  const t = useWords();
  const may = useMay();
  const me = sessionStore.get().session?.person.id;
  const own = pinning?.approvals.some(({ by }) => by.id === me) === true ? t('rulebook:editionOwn') : null;
  const kind = pinned ? 'unpin' : 'pin';
  const form = useCommandForm({
    texts: 'edition-pin',
    to: `/v1/rulebook/editions/${digest}/${kind}`,
    refresh: ALL_KEYS,
    start: { reason: '' },
    whyNever: may('rulebook.edition') ? own : t('rulebook:editionMayNot'),
    done: t('rulebook:editionApprovedDone', { number }),
  });
  return (
    <section>
      <p>{t(`rulebook:pin.${kind}Says`)}</p>
      {pinning?.approvals.map(({ by, at, reason }) => (
        <p key={by.id} dir="auto">
          {t(`rulebook:pin.${kind}Approved`, { name: by.name, at: formatInstant(at), reason })}
        </p>
      ))}
      {pinning?.missing == null ? null : <p className="medium">{t(`rulebook:editionMissing.${pinning.missing}`)}</p>}
      <CommandFields form={form} failed={t('rulebook:notDecided')}>
        <TextField label={t('rulebook:pin.reason')} {...form.field('reason')} />
        <CommandButton form={form} label={t(`rulebook:pin.${kind}`)} />
      </CommandFields>
    </section>
  );
}

function Decide({ edition: { edition: number, digest, approvals } }: { edition: Edition }) {
  const t = useWords();
  const may = useMay();
  const me = sessionStore.get().session?.person.id;
  const mayNot = may('rulebook.edition') ? null : t('rulebook:editionMayNot');
  const own = approvals.some(({ by }) => by.id === me) ? t('rulebook:editionOwn') : null;
  const path = `/v1/rulebook/editions/${digest}`;
  const approve = useWrite({
    to: `${path}/approve`,
    refresh: ALL_KEYS,
    done: t('rulebook:editionApprovedDone', { number }),
  });
  const form = useCommandForm({
    texts: 'edition-refusal',
    to: `${path}/refuse`,
    refresh: ALL_KEYS,
    start: { reason: '' },
    whyNever: mayNot,
    done: t('rulebook:editionRefusedDone', { number }),
  });
  return (
    <section>
      <p>{t('rulebook:editionWaits')}</p>
      <div className="acts">
        <Button
          variant="primary"
          why={mayNot ?? own}
          showWhy
          busy={approve.isPending ? t('frame:saving') : null}
          onPress={() => approve.mutate({})}
        >
          {t('rulebook:editionApprove')}
        </Button>
      </div>
      <CommandFields form={form} failed={t('rulebook:notDecided')}>
        <TextField label={t('rulebook:editionRefuseReason')} {...form.field('reason')} />
        <CommandButton form={form} label={t('rulebook:editionRefuse')} showWhy={false} />
      </CommandFields>
      {approve.error === null ? null : <Failure title={t('rulebook:notDecided')} error={approve.error} />}
    </section>
  );
}
