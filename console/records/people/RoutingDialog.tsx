import { NOTICE_KINDS, PRIORITIES, type NoticeKind, type Priority } from '../../../domain/notices/notice.js';
import { SelectField, Tick } from '../../forms/choices.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { toOptions } from '../../forms/Segments.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { useColleagues } from '../../http/colleagues.js';
import type { RoutingRule } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { useWords } from '../../words/use-words.js';

interface RoutingDialogProps {
  rules: readonly RoutingRule[];
  /** Of the rule to change; past the last one, a new rule. */
  place: number;
  onClose: () => void;
}

interface Values {
  name: string;
  place: string;
  laws: string;
  languages: string;
  authorities: string;
  kinds: NoticeKind[];
  queue: string;
  priority: Priority | '';
  reviewers: string[];
}

/** Requests the whole list with one rule added, changed, moved or removed. */
export function RoutingDialog({ rules, place, onClose }: RoutingDialogProps) {
  const t = useWords();
  const rule = rules[place];
  const others = rules.filter((_, at) => at !== place);
  const form = useCommandForm({
    to: '/v1/routing',
    refresh: RECORD_KEYS,
    start: toValues(rule, place),
    body: (values: Values) => ({ rules: others.toSpliced(readPlace(values), 0, toRule(values)) }),
    why: ({ name, place: at }) => (name.trim() === '' || !/^[1-9]\d*$/.test(at) ? t('records:routing.needName') : null),
    done: t('records:routing.requested'),
    onClose,
  });
  const title =
    rule === undefined ? t('records:routing.addTitle') : t('records:people.changeTitle', { name: rule.name });
  return (
    <CommandDialog form={form} title={title} body={t('records:routing.dialog')} go={t('records:routing.go')}>
      <div className="halves">
        <TextField label={t('records:name')} {...form.field('name')} autoFocus />
        <TextField label={t('records:routing.place')} type="number" min={1} {...form.field('place')} />
      </div>
      <TextField label={t('records:routing.laws')} help={t('records:routing.commas')} {...form.field('laws')} />
      <TextField label={t('records:routing.languages')} {...form.field('languages')} />
      <TextField label={t('records:routing.authorities')} {...form.field('authorities')} />
      <Ticks
        legend={t('queue:f.kind')}
        options={NOTICE_KINDS.map((kind) => ({ value: kind, text: t(`words:kind.${kind}`) }))}
        {...form.field('kinds')}
      />
      <div className="halves">
        <TextField label={t('notice:facts.queue')} {...form.field('queue')} />
        <SelectField
          label={t('notice:facts.priority')}
          options={[
            { value: '' as const, text: t('words:priority.none') },
            ...toOptions(PRIORITIES, (each) => t(`words:priority.${each}`)),
          ]}
          {...form.field('priority')}
        />
      </div>
      <Reviewers {...form.field('reviewers')} />
      {rule === undefined ? null : (
        <p>
          <Button variant="danger" onPress={() => form.mutate({ rules: others })}>
            {t('records:routing.remove')}
          </Button>
        </p>
      )}
    </CommandDialog>
  );
}

function Reviewers({ value, onChange }: { value: string[]; onChange: (ids: string[]) => void }) {
  const t = useWords();
  const people = useColleagues().filter(({ roles }) => roles.some((role) => role === 'reviewer' || role === 'counsel'));
  return (
    <Ticks
      legend={t('records:routing.reviewers')}
      options={people.map(({ id, name }) => ({ value: id, text: name }))}
      value={value}
      onChange={onChange}
    />
  );
}

interface TicksProps<Value extends string> {
  legend: string;
  options: readonly { value: Value; text: string }[];
  value: readonly Value[];
  onChange: (values: Value[]) => void;
}

function Ticks<Value extends string>({ legend, options, value, onChange }: TicksProps<Value>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div className="flow">
        {options.map((option) => (
          <Tick
            key={option.value}
            label={option.text}
            value={value.includes(option.value)}
            onChange={(isOn) => onChange(isOn ? [...value, option.value] : value.filter((one) => one !== option.value))}
          />
        ))}
      </div>
    </fieldset>
  );
}

function toValues(rule: RoutingRule | undefined, place: number): Values {
  return {
    name: rule?.name ?? '',
    place: String(place + 1),
    laws: rule?.laws.join(', ') ?? '',
    languages: rule?.languages.join(', ') ?? '',
    authorities: rule?.authorities.join(', ') ?? '',
    kinds: rule?.kinds ?? [],
    queue: rule?.queue ?? '',
    priority: rule?.priority ?? '',
    reviewers: rule?.reviewers ?? [],
  };
}

const readPlace = ({ place }: Values): number => Number(place) - 1;

const splitCodes = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

function toRule({ name, laws, languages, authorities, kinds, queue, priority, reviewers }: Values): RoutingRule {
  return {
    name: name.trim(),
    laws: splitCodes(laws),
    languages: splitCodes(languages).map((code) => code.toLowerCase()),
    authorities: splitCodes(authorities),
    kinds,
    queue: queue.trim() === '' ? null : queue.trim(),
    priority: priority === '' ? null : priority,
    reviewers,
  };
}
