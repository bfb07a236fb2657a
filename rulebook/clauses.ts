import { existsSync } from 'node:fs';
import { z } from 'zod';
import { ANSWER_OFFICES, findReplyTime, type LawClauses } from '../domain/letters/letter-law.js';
import { findPassageProblem } from '../domain/rulebook/passage.js';
import { GROUND_CODES } from '../domain/targets/ground.js';
import { DESCRIBE_PASSAGE_PROBLEM } from './check.js';
import { lowerId, text, type StoredText } from './proof-schema.js';
import { readYaml, type YamlPath } from './read-yaml.js';
import type { Regime } from './rulebook.js';
import type { RulebookError } from './rulebook-error.js';
import { country } from './schema.js';
import { describeNoText } from './texts.js';

const cited = { text, at: text, clause: text.max(600) };
const laws = z.array(text).min(1);

const provisionSchema = z
  .strictObject({
    grounds: z.array(z.enum(GROUND_CODES)).min(1),
    laws: laws.optional(),
    version: text.optional(),
    countries: z.array(country).min(1).optional(),
    ...cited,
  })
  .refine((entry) => (entry.laws === undefined) !== (entry.countries === undefined), 'name laws, or countries')
  .refine((entry) => entry.version === undefined || entry.laws?.length === 1, 'a version belongs to one law');

const clausesSchema = z.strictObject({
  acts: z.record(text, text).default({}),
  provisions: z.array(provisionSchema).default([]),
  prohibitions: z.array(z.strictObject({ laws, reciprocal: z.literal(true).optional(), ...cited })).default([]),
  answers: z
    .array(
      z
        .strictObject({
          laws,
          language: lowerId.optional(),
          office: z.enum(ANSWER_OFFICES).optional(),
          reply: z.literal(true).optional(),
        })
        .refine(({ laws: _, ...said }) => Object.keys(said).length === 1, 'name one of language, office and reply'),
    )
    .default([]),
});

type Cited = Pick<z.infer<typeof provisionSchema>, 'text' | 'at' | 'clause'>;

interface Law {
  regimes: readonly Regime[];
  stored: ReadonlyMap<string, StoredText>;
}

/** Reads the provisions that letters cite. Throws a `RulebookError` if one is not in its stored text, or names no law. */
export function loadClauses(file: string, { regimes, stored }: Law): LawClauses | undefined {
  if (!existsSync(file)) return undefined;
  const { value, blame } = readYaml(file, clausesSchema);
  const { acts, provisions, prohibitions, answers } = value;
  const toPlace = ({ text: name, at, clause }: Cited, path: YamlPath): string => {
    const body = stored.get(name)?.body;
    if (body === undefined) throw blame([...path, 'text'], describeNoText(name));
    const problem = findPassageProblem(body, { at, clause });
    if (problem !== null)
      throw blame([...path, problem === 'no_place' ? 'at' : 'clause'], DESCRIBE_PASSAGE_PROBLEM[problem](at));
    return acts[name] === undefined ? at : `${acts[name]}, ${at}`;
  };
  for (const name of ['provisions', 'prohibitions', 'answers'] as const)
    for (const [index, entry] of value[name].entries())
      checkLaws(regimes, entry, (path) => blame([name, index, ...path], NO_LAW));
  return {
    provisions: provisions.map(({ text: name, at, clause, ...rest }, index) => ({
      ...rest,
      place: toPlace({ text: name, at, clause }, ['provisions', index]),
    })),
    prohibitions: prohibitions.map(({ text: name, at, clause, ...rest }, index) => ({
      ...rest,
      place: toPlace({ text: name, at, clause }, ['prohibitions', index]),
    })),
    answers: answers.map((answer, index) => {
      const bare = answer.laws.findIndex((id) => !statesFact(regimes, id, answer));
      if (bare >= 0) throw blame(['answers', index, 'laws', bare], 'no version of the law has a fact that says so');
      return answer;
    }),
  };
}

const NO_LAW = 'there is no such law, or it has no such version';

function checkLaws(
  regimes: readonly Regime[],
  { laws: ids = [], version }: { laws?: string[] | undefined; version?: string | undefined },
  blame: (path: YamlPath) => RulebookError,
): void {
  for (const [index, id] of ids.entries()) {
    const versions = regimes.find((regime) => regime.id === id)?.versions ?? [];
    if (!versions.some((one) => version === undefined || one.version === version)) throw blame(['laws', index]);
  }
}

function statesFact(regimes: readonly Regime[], id: string, { reply, office }: LawClauses['answers'][number]): boolean {
  const versions = regimes.find((regime) => regime.id === id)?.versions ?? [];
  const fact = office === undefined ? 'language' : 'addressee';
  return versions.some(({ formalities, clocks }) =>
    reply === true ? findReplyTime(clocks) !== undefined : formalities?.[fact] !== undefined,
  );
}
