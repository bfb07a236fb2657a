// Size of what readers need besides the code: schema, docs, behaviour versions.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tool.mjs';
import { countLines, listFiles, productFiles, read, sum } from './sources.mjs';

export function measureSize() {
  const sql = listFiles('registry/migrations').filter((path) => path.endsWith('.sql'));
  const docs = listFiles('docs').filter((path) => path.endsWith('.md'));
  const [, version = '0'] = /SCHEMA_VERSION\b[^=]*= (\d+)/.exec(read('domain/notices/notice-state.ts')) ?? [];
  const settings = [...listFiles('config'), ...listFiles('platforms')]
    .filter((path) => path.endsWith('settings.ts'))
    .map(read);
  return {
    productLines: sum(productFiles.map(countLines)),
    settings: sum(settings.map((text) => text.match(/^ {2}[A-Z][A-Z0-9_]+: \{/gm)?.length ?? 0)),
    sqlFiles: sql.length,
    sqlLines: sum(sql.map(countLines)),
    docsKb: Math.ceil(sum(docs.map((path) => statSync(join(ROOT, path)).size)) / 1000),
    versions: Number(version),
  };
}
