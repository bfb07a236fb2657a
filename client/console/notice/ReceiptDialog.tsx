import { useWords, type Words } from '../words/use-words.js';
import { useNameOf } from '../http/colleagues.js';
import { useCommand } from '../http/commands.js';
import type { Clock, Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { formatInstant, formatSpan, inSentence } from '../parts/format.js';
import { say } from '../state/message.js';
import { useNow } from '../state/now.js';

/** What a deadline receipt holds, as far as it is shown; the whole is copied and downloaded. */
interface Receipt {
  zone?: string;
  working?: string[];
  facts?: Record<string, string>;
  regime?: string;
  regimeVersion?: string;
  ruleVersion?: string;
  source?: string;
  confidence?: string;
  calendarVersion?: string | null;
  tzVersion?: string;
  [other: string]: unknown;
}

/** Most facts are instants; an ordered time, like PT4H, is a length. */
const INSTANT = /^\d{4}-\d\d-\d\dT/;

/** How a date was reached, line by line, so that anyone can do it again. */
export function ReceiptDialog({ notice, clock, onClose }: { notice: Notice; clock: Clock; onClose: () => void }) {
  const t = useWords();
  const now = useNow();
  const nameOf = useNameOf();
  const receipt = clock.receipt as Receipt;
  const acknowledge = useCommand(notice.id, 'acknowledge-escalation');
  const confirm = useCommand(notice.id, 'confirm-deadline');
  const may = (name: string) => notice.allowedCommands.includes(name);
  const text = JSON.stringify(clock, null, 2);
  const open = clock.ladder.filter(({ firedAt, acknowledgedBy }) => firedAt !== null && acknowledgedBy === null);
  return (
    <Dialog
      title={`${t(`words:clock.${clock.kind}`)}: ${inSentence(t('notice:receipt.title'))}`}
      onClose={onClose}
      wide
      footer={
        <>
          <Button
            size="sm"
            onPress={() => {
              void navigator.clipboard.writeText(text).then(() => say(t('notice:receipt.copied')));
            }}
          >
            {t('notice:receipt.copy')}
          </Button>
          <a
            className="btn sm"
            href={`data:application/json,${encodeURIComponent(text)}`}
            download={`${notice.number}-${clock.kind}-receipt.json`}
          >
            {t('notice:receipt.download')}
          </a>
          <span className="push" />
          <Button onPress={onClose}>{t('frame:close')}</Button>
        </>
      }
    >
      <p className="title n">{clock.dueAt === null ? t('notice:receipt.paused') : formatInstant(clock.dueAt)}</p>
      <p>{standing(clock, now, t)}</p>
      {clock.confidence === 'from_memory' ? <p className="src">{t('notice:uncheckedTitle')}</p> : null}
      <h3>{t('notice:receipt.working')}</h3>
      <ol className="working n">
        {(receipt.working ?? []).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      <dl className="kv">
        <dt>{t('notice:receipt.rule')}</dt>
        <dd>{clock.label}</dd>
        {Object.entries(receipt.facts ?? {}).map(([name, at]) => (
          <Line key={name} name={name.replaceAll('_', ' ')}>
            {INSTANT.test(at) ? formatInstant(at, receipt.zone) : at}
          </Line>
        ))}
        {Object.entries(receipt)
          .filter(([name, value]) => !['working', 'facts', 'rule'].includes(name) && typeof value === 'string')
          .map(([name, value]) => (
            <Line key={name} name={spaced(name)}>
              {String(value)}
            </Line>
          ))}
      </dl>
      <h3>{t('notice:receipt.told')}</h3>
      <ul className="lines">
        {clock.ladder.map((level) => (
          <li key={level.level}>
            <span>
              {t('notice:receipt.toldAt', {
                level: level.level,
                percent: level.percent,
                to: level.to.map((role) => t(`frame:role.${role as 'counsel'}`)).join(', '),
                at: formatInstant(level.firedAt ?? level.at),
              })}
              {level.firedAt === null
                ? ''
                : level.acknowledgedBy === null
                  ? `, ${t('notice:receipt.unanswered')}`
                  : `, ${t('notice:receipt.answered', { name: nameOf(level.acknowledgedBy) })}`}
            </span>
          </li>
        ))}
      </ul>
      {clock.moves.length === 0 ? null : (
        <>
          <h3>{t('notice:receipt.moves')}</h3>
          <ul className="lines">
            {clock.moves.map((move) => (
              <li key={`${move.at ?? ''}${move.cause}${move.to ?? ''}`}>
                {t('notice:receipt.move', {
                  at: move.at === null ? '' : formatInstant(move.at),
                  cause: move.cause,
                  by: move.by,
                  reason: move.reason,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="acts">
        {may('acknowledge-escalation') || may('acknowledge_escalation')
          ? open.map(({ level }) => (
              <Button key={level} onPress={() => acknowledge.mutate({ clock: clock.id, level })}>
                {t('notice:receipt.acknowledge', { level })}
              </Button>
            ))
          : null}
        {!clock.confirmed && (may('confirm-deadline') || may('confirm_deadline')) ? (
          <Button onPress={() => confirm.mutate({ clock: clock.id })}>{t('notice:receipt.confirm')}</Button>
        ) : null}
      </div>
      {acknowledge.error === null ? null : <Failure title={t('notice:receipt.told')} error={acknowledge.error} />}
      {confirm.error === null ? null : <Failure title={t('notice:receipt.confirm')} error={confirm.error} />}
    </Dialog>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="n">{children}</dd>
    </>
  );
}

const spaced = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function standing(clock: Clock, now: number, t: Words): string {
  if (clock.metAt !== null) return t('notice:receipt.met', { at: formatInstant(clock.metAt) });
  if (clock.dueAt === null) return '';
  const left = Date.parse(clock.dueAt) - now;
  return t(left < 0 ? 'notice:receipt.overdue' : 'notice:receipt.left', { span: formatSpan(left) });
}
