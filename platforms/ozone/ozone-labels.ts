import { z } from 'zod';

/** Ozone's limits: subjects per request and labels per response. */
const SUBJECTS_A_QUESTION = 50;
const LABELS_AN_ANSWER = 250;

const label = z.object({ uri: z.string(), val: z.string(), neg: z.boolean().optional(), exp: z.string().optional() });
export const labelsAnswer = z.object({ cursor: z.string().optional(), labels: z.array(label) });
type Label = z.infer<typeof label>;
type AskForLabels = (parameters: URLSearchParams) => Promise<z.infer<typeof labelsAnswer>>;

/** Returns every label in force on some subjects, as Ozone's public endpoint shows them. */
export async function readLabels(ask: AskForLabels, uris: readonly string[]): Promise<Pick<Label, 'uri' | 'val'>[]> {
  const parts = Array.from({ length: Math.ceil(uris.length / SUBJECTS_A_QUESTION) }, (_, at) =>
    uris.slice(at * SUBJECTS_A_QUESTION, (at + 1) * SUBJECTS_A_QUESTION),
  );
  const answers = await Promise.all(parts.map((part) => fetchLabels(ask, part)));
  return answers.flat().filter(isInForce);
}

/** Ozone's pages are unordered, so paging is safe only for a single subject. */
async function fetchLabels(ask: AskForLabels, uris: readonly string[], cursor?: string): Promise<Label[]> {
  const parameters = new URLSearchParams({ limit: String(LABELS_AN_ANSWER) });
  if (cursor !== undefined) parameters.set('cursor', cursor);
  for (const uri of uris) parameters.append('uriPatterns', uri);
  const page = await ask(parameters);
  if (page.labels.length < LABELS_AN_ANSWER) return page.labels;
  if (uris.length === 1) return [...page.labels, ...(await fetchLabels(ask, uris, page.cursor))];
  const half = Math.ceil(uris.length / 2);
  return [...(await fetchLabels(ask, uris.slice(0, half))), ...(await fetchLabels(ask, uris.slice(half)))];
}

function isInForce({ neg, exp }: Label): boolean {
  return neg !== true && (exp === undefined || Date.parse(exp) > Date.now());
}
