import { useWords } from '../words/use-words.js';
import type { CSSProperties, MouseEvent } from 'react';
import { memo } from 'react';
import type { Target } from '../http/types.js';
import { Lane } from '../parts/Lane.js';
import { SelectBox } from '../parts/SelectBox.js';
import { Tag } from '../parts/Tag.js';
import { padNo } from './selection.js';

interface TargetRowProps {
  place: number;
  style: CSSProperties;
  target: Target | undefined;
  isCursor: boolean;
  isSelected: boolean;
  onPress: (event: MouseEvent) => void;
  onToggle: () => void;
}

/** One target. Drawn anew only when it or its place changes. */
export const TargetRow = memo(
  function TargetRow({ place, style, target, isCursor, isSelected, onPress, onToggle }: TargetRowProps) {
    const t = useWords();
    const name = ['trow', isCursor ? 'cur' : '', isSelected ? 'on' : ''].filter((part) => part !== '').join(' ');
    if (target === undefined) {
      return (
        // It may have the focus: without a tab stop it would lose it while its page is read.
        <div className="trow" role="row" tabIndex={isCursor ? 0 : -1} aria-rowindex={place + 2} style={style}>
          <span aria-hidden="true" />
          <span className="n dim" role="gridcell">
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
        <span className="n dim" role="gridcell">
          {padNo(target.no)}
        </span>
        <span className="loc mid cut" role="gridcell" title={target.locator} dir="ltr">
          {target.locator.startsWith(USUAL) ? <span className="print-only">{USUAL}</span> : null}
          {shortLocator(target.locator)}
        </span>
        <span role="gridcell">
          <Marks target={target} />
        </span>
        <span role="gridcell">
          {decision === null ? (
            <span className="open">{t(target.blind ? 'notice:targets.blind' : 'words:status.undecided')}</span>
          ) : (
            <Lane lane={decision.lane} />
          )}
        </span>
        <span className="g sub xs cut" role="gridcell">
          {target.status === 'undecided' || target.status === 'drafted'
            ? decision?.grounds.map((ground) => t(`words:ground.${ground as 'other'}`)).join(', ')
            : t(`words:status.${target.status}`)}
        </span>
        <span className="by" role="gridcell" title={decision?.byName ?? undefined}>
          {initials(decision?.byName ?? '')}
        </span>
      </div>
    );
  },
  (before, after) =>
    before.target === after.target &&
    before.isCursor === after.isCursor &&
    before.isSelected === after.isSelected &&
    before.place === after.place &&
    before.style.transform === after.style.transform &&
    before.onPress === after.onPress,
);

/** What a list says of a target beside its name. */
type Marked = Pick<Target, 'protectedClass' | 'flags'> & Partial<Pick<Target, 'problem' | 'proof'>>;

/** Two marks at most; the rest is in the history. */
export function Marks({ target }: { target: Marked }) {
  const t = useWords();
  const marks = [
    target.protectedClass === null ? null : (
      <Tag key="guard" tone="guard" icon="m-guard">
        {target.protectedClass.replaceAll('_', ' ')}
      </Tag>
    ),
    target.problem == null ? null : (
      <Tag key="problem" tone="danger" icon="m-x">
        {t(`words:problem.${target.problem as 'too_long'}`, { defaultValue: target.problem.replaceAll('_', ' ') })}
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
        {t(`words:flag.${flag as 'punycode'}`)}
      </Tag>
    )),
  ].filter((mark) => mark !== null);
  return <>{marks.slice(0, 2)}</>;
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
}

const USUAL = 'https://';

/** The usual scheme says nothing and costs the end of the address; another one is shown. The whole is told on pointing and on paper. */
function shortLocator(locator: string): string {
  return locator.startsWith(USUAL) ? locator.slice(USUAL.length) : locator;
}
