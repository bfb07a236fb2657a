import { useMemo, useState } from 'react';
import type { CommandBody, CommandRoute } from '../../contract/commands.js';
import { useShowNotice, type Commanded } from '../http/commands.js';
import { HttpProblemError } from '../http/problem.js';
import { noticeKeys, useWrite, type Write } from '../http/use-write.js';
import { useWords } from '../words/use-words.js';
import { BODY_TEXTS, type BodyName } from './body-texts.js';

/** What `field` gives to a field of the form. */
export interface BoundField<Value> {
  path: string;
  value: Value;
  onChange: (value: Value) => void;
  maxLength: number | undefined;
}

export function bindParts<Whole extends object>({ path, value, onChange }: Omit<BoundField<Whole>, 'maxLength'>) {
  return <Name extends keyof Whole & string>(name: Name) => ({
    path: `${path}/${name}`,
    value: value[name],
    onChange: (part: Whole[Name]) => onChange({ ...value, [name]: part }),
  });
}

/** The part of a form that its frame shows: a dialog or a section. */
export interface FormState {
  /** Why it cannot be sent; null if it can. */
  why: string | null;
  isPending: boolean;
  error: unknown;
  errors: ReadonlyMap<string, string>;
  /** Whether every error belongs to a field of the form. */
  isSaidAtFields: boolean;
  send: () => void;
  close: () => void;
}

export interface CommandForm<Values extends object> extends FormState {
  values: Values;
  change: (part: Partial<Values>) => void;
  field: <Name extends keyof Values & string>(name: Name) => BoundField<Values[Name]>;
  /** Sends a body other than that of the values. */
  mutate: (body: object) => void;
  /** Forgets the error. */
  reset: () => void;
}

interface FormOptions<Values extends object, Answer>
  extends Omit<Write<Answer, object>, 'to' | 'done' | 'onDone' | 'onPending'> {
  /** Where to send the body, or how to send the values, if that is not one JSON request. */
  to: string | ((values: Values, key: string) => Promise<Answer>);
  /** The body whose texts bound the fields; none if people write no text into it. */
  texts?: BodyName;
  /** What the fields hold at first, by the names of the body. */
  start: Values;
  /** The body to send; null if the values do not make one yet. Without it, the values with their texts trimmed. */
  body?: (values: Values) => object | null;
  /** Why this person cannot send it, whatever the values. */
  whyNever?: string | null;
  /** Why it cannot be sent, beyond a required text that is missing. */
  why?: (values: Values) => string | null;
  /** Says that a required text is missing. Without it, only a reason is asked for here, and the API asks for others. */
  missing?: string;
  /** The message afterwards. */
  done?: string | ((answer: Answer, values: Values) => string | undefined);
  onClose?: () => void;
  /** Instead of closing. */
  onDone?: (answer: Answer) => void;
}

/**
 * The form of one command: its fields, limits and missing texts by the schema of its body, the API's errors at their
 * fields, one idempotency key a body, and the message and closing afterwards.
 */
export function useCommandForm<Values extends object, Answer = unknown>(
  options: FormOptions<Values, Answer>,
): CommandForm<Values> {
  const {
    to,
    texts,
    start,
    body = trimTexts,
    whyNever,
    why: whyNot,
    missing,
    done,
    onClose = () => undefined,
    onDone,
    ...write
  } = options;
  const t = useWords();
  const [values, setValues] = useState(start);
  const change = (part: Partial<Values>) => setValues((before) => ({ ...before, ...part }));
  const sending = useWrite<Answer, object>({
    ...write,
    to: typeof to === 'string' ? to : (_, key) => to(values, key),
    ...(done === undefined ? {} : { done: typeof done === 'string' ? done : (answer) => done(answer, values) }),
    onDone: onDone ?? onClose,
    onPending: onClose,
  });
  const { error, isPending } = sending;
  const limits: Record<string, { max: number; isRequired: boolean }> = texts === undefined ? {} : BODY_TEXTS[texts];
  const blank = Object.keys(limits).find((name) => limits[name]?.isRequired === true && isBlank(values, name));
  const asked = blank === 'reason' ? t('frame:reason.need') : null;
  const why = whyNever ?? (blank === undefined ? null : (missing ?? asked)) ?? whyNot?.(values) ?? null;
  const errors = useMemo(() => toErrorMap(error), [error]);
  return {
    values,
    change,
    field: (name) => ({
      path: `/${name}`,
      value: values[name],
      onChange: (value) => setValues((before) => ({ ...before, [name]: value })),
      maxLength: limits[name]?.max,
    }),
    why,
    isPending,
    error,
    errors,
    isSaidAtFields: errors.size > 0 && [...errors.keys()].every((path) => (path.split('/')[1] ?? '') in values),
    send: () => {
      if (why !== null || isPending) return;
      const sent = typeof to === 'string' ? body(values) : values;
      if (sent !== null) sending.mutate(sent);
    },
    mutate: (sent) => sending.mutate(sent),
    reset: () => sending.reset(),
    close: onClose,
  };
}

type NoticeBody<Name extends BodyName> = Name extends CommandRoute ? Partial<CommandBody<Name>> : object;

interface NoticeFormOptions<Name extends BodyName, Values extends object, Answer>
  extends Omit<FormOptions<Values, Answer>, 'texts' | 'to' | 'refresh' | 'body'> {
  body?: (values: Values) => NoticeBody<Name> | null;
}

/** The form of a command, or of another write below a notice. The answer of a command is the notice as it is then. */
export function useNoticeForm<Name extends BodyName, Values extends object, Answer = Commanded>(
  notice: string,
  name: Name,
  options: NoticeFormOptions<Name, Values, Answer>,
): CommandForm<Values> {
  const show = useShowNotice();
  const { onDone, onClose } = options;
  return useCommandForm<Values, Answer>({
    ...options,
    texts: name,
    to: `/v1/notices/${notice}/${name}`,
    refresh: noticeKeys(notice),
    onDone: (answer) => {
      if (isNotice(answer)) show(answer);
      (onDone ?? onClose)?.(answer);
    },
  });
}

const isNotice = (answer: unknown): answer is Commanded =>
  typeof answer === 'object' && answer !== null && 'allowedCommands' in answer;

function isBlank(values: object, name: string): boolean {
  const value: unknown = Object.entries(values).find(([each]) => each === name)?.[1];
  return typeof value === 'string' && value.trim() === '';
}

const trimTexts = (values: object): object =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'string' ? value.trim() : value,
    ]),
  );

/** Several errors of one field are said together. */
function toErrorMap(error: unknown): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  if (error instanceof HttpProblemError)
    for (const { path, message } of error.errors) {
      const before = errors.get(path);
      errors.set(path, before === undefined ? message : `${before} ${message}`);
    }
  return errors;
}
