import type { FormFact, FormsOfLaw } from '../../domain/letters/form.js';
import type { LetterKind } from '../../domain/letters/letter.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { Connection } from '../../registry/db.js';
import { findFormFacts } from '../../registry/letters/form-facts.js';
import { listActionGrounds } from '../../registry/letters/letters.js';
import { readForms, type PrescribedForm } from '../../rulebook/forms.js';
import type { Ground } from '../../rulebook/rulebook.js';
import { dateWords } from '../date-words.js';
import type { Writing } from '../letter-of-kind.js';
import { fillForm, type KnownForForm } from './fill-form.js';

const LISTED: Partial<Record<LetterKind, DecisionAction>> = { push_back: 'push_back', clarification: 'clarify' };

interface WrittenForms {
  text: string;
  open: number;
}

let forms: ReadonlyMap<string, PrescribedForm> | undefined;

/** Writes the prescribed forms that go with a letter, filled in from the ledger; empty if its law prescribes none. */
export async function writeForms(db: Connection, writing: Writing, grounds: readonly Ground[]): Promise<WrittenForms> {
  const { letter } = writing.context;
  if (letter?.forms === undefined) return { text: '', open: 0 };
  const chosen = listForms(letter.forms, writing.effect.letter);
  const known = chosen.length === 0 ? null : await gatherKnown(db, writing, { ofLaw: letter.forms, grounds });
  const filled = known === null ? [] : chosen.flatMap((form) => fillForm(form, known) ?? []);
  return {
    text: filled.map(({ text }) => `\n${text}\n`).join(''),
    open: filled.reduce((sum, { open }) => sum + open, 0),
  };
}

function listForms({ names }: FormsOfLaw, kind: LetterKind): PrescribedForm[] {
  forms ??= readForms();
  return names.flatMap((name) => forms?.get(name) ?? []).filter(({ letters }) => letters.includes(kind));
}

interface Gathering {
  ofLaw: FormsOfLaw;
  grounds: readonly Ground[];
}

async function gatherKnown(db: Connection, writing: Writing, { ofLaw, grounds }: Gathering): Promise<KnownForForm> {
  const { noticeId, ahead = false } = writing;
  const ledger = await findFormFacts(db, { noticeId, countries: ofLaw.countries, ahead });
  const codes = await listGrounds(db, writing);
  return {
    regime: ofLaw.regime,
    grounds: codes,
    effects: ledger.effects,
    facts: toFacts(writing, { ...ledger, reasons: explain(grounds, codes) }),
  };
}

async function listGrounds(db: Connection, { noticeId, effect, ahead }: Writing): Promise<GroundCode[]> {
  const action = LISTED[effect.letter];
  if (action === undefined) return [];
  const lines = ahead === true && effect.submission === null ? 'drafts' : { submission: effect.submission ?? 0 };
  return listActionGrounds(db, { noticeId, lines, action });
}

function explain(grounds: readonly Ground[], codes: readonly GroundCode[]): string {
  return grounds
    .filter(({ code }) => codes.includes(code))
    .map(({ text }) => text['en'] ?? '')
    .join(' ');
}

function toFacts(
  { context, sender, nowMs, ahead = false }: Writing,
  { issuedAt, effectAt, reasons }: { issuedAt: Date | null; effectAt: Date | null; reasons: string },
): Partial<Record<FormFact, string>> {
  const dates = dateWords({ language: 'en' }, context.zone);
  const full = (at: Date | null) => (at === null ? '' : dates.full(at.getTime()));
  return {
    company: sender.company ?? '',
    address: sender.address.join(', '),
    contact: sender.replyTo ?? '',
    authority: context.authority,
    reference: context.reference,
    number: context.number,
    issued: full(issuedAt),
    received: full(context.receivedAt),
    written: dates.full(nowMs),
    effect: ahead && effectAt === null ? '(stated when it is done)' : full(effectAt),
    reasons,
    missing: context.letter?.missing?.join(' ') ?? '',
  };
}
