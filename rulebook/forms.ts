import { basename, join } from 'node:path';
import { z } from 'zod';
import { LETTER_KINDS } from '../domain/letters/letter.js';
import { FORM_EFFECTS, FORM_FACTS } from '../domain/letters/form.js';
import { GROUND_CODES } from '../domain/targets/ground.js';
import { BUILT_IN_RULEBOOK, yamlFilesIn } from './load.js';
import { readYaml } from './read-yaml.js';

const words = z.string().min(1);

const lineSchema = z.union([
  z.strictObject({ says: words }),
  /** `optional`: concerns other cases, or another line can stand in for it. */
  z.strictObject({ field: words, fact: z.enum(FORM_FACTS).optional(), optional: z.boolean().default(false) }),
  /** Ticked if the letter names one of these grounds, or answers one of these laws, or the ledger shows the effect. */
  z.strictObject({
    box: words,
    grounds: z.array(z.enum(GROUND_CODES)).default([]),
    regimes: z.array(words).default([]),
    effect: z.enum(FORM_EFFECTS).optional(),
  }),
]);

const formSchema = z.strictObject({
  title: words,
  text: words,
  at: z.array(words).min(1),
  letters: z.array(z.enum(LETTER_KINDS)).min(1),
  onlyIfTicked: z.boolean(),
  lines: z.array(lineSchema).min(1),
});

export type PrescribedForm = z.infer<typeof formSchema>;

export function readForms(dir: string = BUILT_IN_RULEBOOK): ReadonlyMap<string, PrescribedForm> {
  const files = yamlFilesIn(join(dir, 'forms'));
  return new Map(files.map((file) => [basename(file, '.yaml'), readYaml(file, formSchema).value]));
}
