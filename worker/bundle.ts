import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH } from '../client/connection/data-converter.js';
import { BUNDLE_PATH } from './bundle-path.js';
import { sharedModules } from './shared-modules.js';

async function main(): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../workflows/index.js', import.meta.url)),
    preloadModules: [...sharedModules(new URL('../', import.meta.url)), FAILURE_CONVERTER_PATH],
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: new DefaultLogger('WARN'),
  });
  await writeFile(BUNDLE_PATH, code);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The workflow bundle could not be built: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
});
