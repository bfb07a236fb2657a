import { SelectField, Tick } from '../forms/choices.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { toOptions } from '../forms/Segments.js';
import { useNoticeForm, type CommandForm } from '../forms/use-command-form.js';
import { readWhen } from '../forms/when/when.js';
import { WhenField } from '../forms/when/WhenField.js';
import { ownZone } from '../forms/when/zones.js';
import type { Notice } from '../http/types.js';
import { actionsFor } from '../notice/decide/actions.js';
import { rangeText } from '../notice/targets/selection.js';
import { GROUNDS_BY_ACTION } from '../../domain/targets/ground.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { useWords } from '../words/use-words.js';
import { CommentField } from './CommentField.js';
import { findMentions } from './mentions.js';
import { useParticipants } from './queries.js';

interface CommentDialogProps {
  notice: Notice;
  /** Numbers of the targets it is about; none: the notice as a whole. */
  targets: readonly number[];
  onClose: () => void;
}

interface Values {
  text: string;
  action: DecisionAction | '';
  ground: string;
  asks: boolean;
  of: string;
  due: string;
}

const START: Values = { text: '', action: '', ground: '', asks: false, of: '', due: '' };

export default function CommentDialog({ notice, targets, onClose }: CommentDialogProps) {
  const t = useWords();
  const people = useParticipants(notice.id);
  const zone = ownZone();
  const readDue = (due: string) => {
    const when = readWhen(due, { zone, now: Date.now() });
    return when.state === 'read' ? new Date(when.at).toISOString() : null;
  };
  const form = useNoticeForm(notice.id, 'conversations', {
    start: START,
    body: ({ text, action, ground, asks, of, due }) => ({
      targets,
      text: text.trim(),
      mentions: findMentions(text, people),
      ...(action === '' ? {} : { suggestion: { action, grounds: [ground] } }),
      ...(asks ? { opinion: { of, dueAt: readDue(due) } } : {}),
    }),
    missing: t('conversations:needText'),
    why: ({ action, ground, asks, of, due }) => {
      if (action !== '' && ground === '') return t('conversations:needGround');
      if (asks && of === '') return t('conversations:needPerson');
      return asks && readDue(due) === null ? t('conversations:needDue') : null;
    },
    done: t('conversations:done'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('conversations:title')}
      body={
        targets.length === 0
          ? t('conversations:aboutNotice')
          : t('conversations:about', { count: targets.length, range: rangeText(targets) })
      }
      go={t('conversations:go')}
    >
      <CommentField label={t('conversations:text')} {...form.field('text')} people={people} autoFocus />
      {targets.length === 0 ? null : <SuggestionFields notice={notice} form={form} />}
      <Tick label={t('conversations:ask')} value={form.values.asks} onChange={(next) => form.change({ asks: next })} />
      {form.values.asks ? <OpinionFields form={form} people={people} zone={zone} /> : null}
    </CommandDialog>
  );
}

/** With only one ground besides “other”, that one is preselected. */
function onlyGround(action: DecisionAction | ''): string {
  if (action === '') return '';
  const [first = '', ...others] = GROUNDS_BY_ACTION[action].filter((ground) => !isOneOf(['other'], ground));
  return others.length === 0 ? first : '';
}

interface FieldsProps {
  form: CommandForm<Values>;
}

function SuggestionFields({ notice, form }: FieldsProps & { notice: Notice }) {
  const t = useWords();
  const { action } = form.values;
  return (
    <>
      <SelectField
        label={t('conversations:suggest')}
        options={[
          { value: '', text: t('conversations:noSuggestion') },
          ...toOptions(actionsFor(notice.kind), (value) => t(`words:action.${value}`)),
        ]}
        value={action}
        onChange={(next) => form.change({ action: next, ground: onlyGround(next) })}
        path="/suggestion"
      />
      {action === '' ? null : (
        <SelectField
          label={t('conversations:ground')}
          options={[
            { value: '', text: t('conversations:chooseGround') },
            ...toOptions(GROUNDS_BY_ACTION[action], (value) => t(`words:ground.${value}`)),
          ]}
          {...form.field('ground')}
        />
      )}
    </>
  );
}

interface OpinionFieldsProps extends FieldsProps {
  people: readonly { id: string; name: string }[];
  zone: string;
}

function OpinionFields({ form, people, zone }: OpinionFieldsProps) {
  const t = useWords();
  return (
    <>
      <SelectField
        label={t('conversations:askWhom')}
        options={[
          { value: '', text: t('conversations:choosePerson') },
          ...people.map(({ id, name }) => ({ value: id, text: name })),
        ]}
        {...form.field('of')}
        path="/opinion/of"
      />
      <WhenField
        label={t('conversations:askDue')}
        zone={zone}
        value={form.values.due}
        path="/opinion/dueAt"
        onChange={(due) => form.change({ due })}
      />
    </>
  );
}
