import { parseArgs } from 'node:util';

export interface UpgradeOptions {
  /** A tag or commit; null: the newest tag, else this commit itself. */
  from: string | null;
  notices: number;
  /** Targets of each order that is enforced while releases change. */
  order: number;
  engine: 'dev' | 'full';
  keep: boolean;
}

export const USAGE = `Usage: npm run upgrade -- [--from REF] [--notices N] [--order N] [--engine full|dev] [--keep]
  --from REF     the old release: a tag or commit (default: the newest tag, else this commit)
  --notices N    open notices, in every stage (default 200)
  --order N      targets of each of two orders that are carried out meanwhile (default 1500)
  --engine E     full: a whole Temporal server on PostgreSQL (default); dev: Temporal's dev server
  --keep         keep the home, with the logs, also where everything holds`;

/** Returns the options, or the error text to print. */
export function readOptions(args: readonly string[]): UpgradeOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        from: { type: 'string' },
        notices: { type: 'string', default: '200' },
        order: { type: 'string', default: '1500' },
        engine: { type: 'string', default: 'full' },
        keep: { type: 'boolean', default: false },
      },
    });
    const { engine } = values;
    if (engine !== 'full' && engine !== 'dev') return USAGE;
    const [notices, order] = [Number(values.notices), Number(values.order)];
    if (![notices, order].every((count) => Number.isInteger(count) && count > 0)) return USAGE;
    return { from: values.from ?? null, notices, order, engine, keep: values.keep };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}
