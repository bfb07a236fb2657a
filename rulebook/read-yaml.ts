import { readFileSync } from 'node:fs';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { RulebookError } from './rulebook-error.js';

export type YamlPath = readonly PropertyKey[];

export interface YamlFile<T> {
  file: string;
  value: T;
  blame(path: YamlPath, cure: string): RulebookError;
}

/** Reads and validates one YAML file. Throws a `RulebookError` that names file, line and path. */
export function readYaml<S extends z.ZodType>(file: string, schema: S): YamlFile<z.infer<S>> {
  const lines = new LineCounter();
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    throw new RulebookError({
      file,
      line: 1,
      path: '',
      cure: 'the file cannot be read; restore it or correct its permissions',
    });
  }
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true });
  const [problem] = document.errors;
  if (problem) {
    const cure = `not YAML: ${(problem.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')}`;
    throw new RulebookError({ file, line: lines.linePos(problem.pos[0]).line, path: '', cure });
  }
  const findLine = (path: YamlPath): number => {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  const blame = (path: YamlPath, cure: string) =>
    new RulebookError({ file, line: findLine(path), path: path.map(String).join('.'), cure });

  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { file, value: parsed.data, blame };
  const issue = deepestIssue(parsed.error.issues);
  throw blame(issue.path, issue.message);
}

function deepestIssue(issues: readonly z.core.$ZodIssue[]): { path: PropertyKey[]; message: string } {
  const [first] = issues;
  if (!first) return { path: [], message: 'does not fit the schema' };
  if (first.code !== 'invalid_union') return { path: first.path, message: first.message };
  const inner = first.errors.map(deepestIssue).sort((one, other) => other.path.length - one.path.length)[0];
  return { path: [...first.path, ...(inner?.path ?? [])], message: inner?.message ?? first.message };
}
