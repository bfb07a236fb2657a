import { useWords, type Words } from '../../words/use-words.js';
import { problemName } from '../../parts/names.js';
import { type CSSProperties, type MouseEvent, memo } from 'react';
import type { Target } from '../../http/types.js';
import { ActionLabel } from '../../parts/Action.js';
import { SelectBox } from '../../parts/SelectBox.js';
import { formatNumber } from '../../parts/format.js';
import { Icon } from '../../parts/Icon.js';
import { Tag } from '../../parts/Tag.js';
import { en } from '../../words/en/index.js';
import { hasKey } from '../../../domain/record-keys.js';
import { padNo } from './selection.js';
import { joinTexts } from '../../parts/texts.js';

interface TargetRowProps {
  place: number;
  style: CSSProperties;
  target: Target | undefined;
  by: string;
  /** In open conversations about it. */
  comments: number;
  isCursor: boolean;
  isSelected: boolean;
  onPress: (event: MouseEvent) => void;
  onToggle: () => void;
}

/** Memoized: re-rendered only if the target or its position changes. */
export const TargetListRow = memo(
  function TargetRow({ place, style, target, by, comments, isCursor, isSelected, onPress, onToggle }: TargetRowProps) {
    const t = useWords();
    const name = joinTexts(['row target-row', isCursor ? 'current' : '', isSelected ? 'selected' : '']);
    if (target === undefined) {
      return (
        // The placeholder row needs a tab stop, or it would lose the focus while its page loads.
        <div className="row target-row" role="row" tabIndex={isCursor ? 0 : -1} aria-rowindex={place + 2} style={style}>
          <span aria-hidden="true" />
          <span className="number faint" role="gridcell">
            ·
          </span>
        </div>
      );
    }
    const { decision } = target;
    return (
      <div
        className={name}
        role="row"
        aria-rowindex={place + 2}
        aria-selected={isSelected}
        tabIndex={isCursor ? 0 : -1}
        style={style}
        onClick={onPress}
      >
        <span role="gridcell">
          <SelectBox
            isOn={isSelected}
            label={`${t('notice:targets.col.selected')}: ${padNo(target.no)}`}
            onToggle={onToggle}
          />
        </span>
        <span className="number faint" role="gridcell">
          {padNo(target.no)}
        </span>
        <span className="locator medium cut" role="gridcell" title={target.locator} dir="ltr">
          {target.locator.startsWith(USUAL) ? <span className="print-only">{USUAL}</span> : null}
          {target.locator === '' ? t('notice:erased.target') : shortLocator(target.locator)}
        </span>
        <span className="target-marks" role="gridcell">
          <Marks target={target} />
          <CommentCount count={comments} />
        </span>
        <span role="gridcell">
          {decision === null ? (
            <span className="faint">{t(target.blind ? 'notice:targets.blind' : 'words:status.undecided')}</span>
          ) : (
            <ActionLabel action={decision.action} />
          )}
        </span>
        <span className="ground muted fine cut" role="gridcell" title={stateText(target, t)}>
          {stateText(target, t)}
        </span>
        <span className="target-by" role="gridcell" title={decision?.byName ?? undefined}>
          {by}
        </span>
      </div>
    );
  },
  (before, after) =>
    before.target === after.target &&
    before.by === after.by &&
    before.comments === after.comments &&
    before.isCursor === after.isCursor &&
    before.isSelected === after.isSelected &&
    before.place === after.place &&
    before.style.transform === after.style.transform &&
    before.onPress === after.onPress,
);

/**
 * States that can differ between targets after enforcement has started; before that, the stage of the notice applies to
 * all.
 */
const OWN_STATES = ['applied', 'failed', 'restored'];

function stateText({ status, decision }: Target, t: Words): string {
  const grounds = (decision?.grounds ?? []).map((ground) => t(`words:ground.${ground}`));
  return [...(OWN_STATES.includes(status) ? [t(`words:status.${status}`)] : []), ...grounds].join(', ');
}

type Marked = Pick<Target, 'protectedClass' | 'flags'> & Partial<Pick<Target, 'problem' | 'proof'>>;

export function Marks({ target }: { target: Marked }) {
  const t = useWords();
  const marks = [
    target.protectedClass === null ? null : (
      <Tag key="guard" tone="guard" icon="m-guard">
        {hasKey(en.words.protected, target.protectedClass)
          ? t(`words:protected.${target.protectedClass}`)
          : target.protectedClass.replaceAll('_', ' ')}
      </Tag>
    ),
    target.problem == null ? null : (
      <Tag key="problem" tone="danger" icon="m-x">
        {problemName(target.problem, t)}
      </Tag>
    ),
    target.proof?.state === 'mismatch' ? (
      <Tag key="proof" tone="danger" icon="m-warn" title={t('notice:targets.mismatch')}>
        {t('notice:targets.mismatch')}
      </Tag>
    ) : null,
    ...target.flags.map((flag) => (
      <Tag
        key={flag}
        {...(flag === 'seen_before' ? {} : { tone: 'caution' as const })}
        icon={flag === 'seen_before' ? 'm-again' : 'm-warn'}
      >
        {t(`words:flag.${flag}`)}
      </Tag>
    )),
  ].filter((mark) => mark !== null);
  return <>{marks.slice(0, 2)}</>;
}

export function CommentCount({ count }: { count: number }) {
  const t = useWords();
  if (count === 0) return null;
  return (
    <span className="hint" title={t('notice:tab.conversations')}>
      <Icon name="m-talk" className="accent-ink" />
      {formatNumber(count)}
      <span className="visually-hidden"> {t('notice:tab.conversations')}</span>
    </span>
  );
}

const USUAL = 'https://';

/**
 * Drops the usual scheme to save space; any other scheme is shown. The tooltip and the printout have the full locator.
 */
function shortLocator(locator: string): string {
  return locator.startsWith(USUAL) ? locator.slice(USUAL.length) : locator;
}
