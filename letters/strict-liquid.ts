import { Liquid, type Template } from 'liquidjs';

/** Creates the template engine for letters and messages; it rejects undefined variables and file access. */
export function createStrictLiquid(): Liquid {
  return new Liquid({
    // Counts are written as their language groups digits; the number of an item is passed as text.
    outputEscape(this: { context: { globals: object } }, value: string | number) {
      return typeof value === 'number' ? formatCount(value, this.context.globals) : value;
    },
    templates: {}, // none by name: a template can read neither another template nor a file
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    dynamicPartials: false,
    parseLimit: 100_000, // characters per template; the longest has 3,000
    renderLimit: 10_000, // ms; a letter of 200 lines takes a few
    memoryLimit: 5_000_000, // 200 lines of at most 1,024 characters, in several copies
  });
}

/** Renders in a language. */
export function renderIn(liquid: Liquid, language: string, template: string, view: object): string {
  return String(liquid.renderSync(parseOnce(liquid, template), view, { globals: { number_format: language } }));
}

/** The built-in rulebook has about a hundred templates. */
const MAX_KEPT = 1_000;
const kept = new WeakMap<Liquid, Map<string, Template[]>>();

/** Templates come from the rulebook, and parsing one takes two thirds as long as rendering it. */
function parseOnce(liquid: Liquid, template: string): Template[] {
  const known = kept.get(liquid) ?? new Map<string, Template[]>();
  kept.set(liquid, known);
  const before = known.get(template);
  if (before !== undefined) return before;
  const parsed = liquid.parse(template);
  if (known.size >= MAX_KEPT) known.clear();
  known.set(template, parsed);
  return parsed;
}

function formatCount(count: number, globals: object): string {
  const language = 'number_format' in globals ? String(globals.number_format) : 'en';
  // A narrow no-break space, as in French, is missing in the letters' font.
  return count.toLocaleString(language).replaceAll('\u202F', '\u00A0');
}
