import { Liquid } from 'liquidjs';

/** Creates the template engine for letters and messages; it rejects undefined variables and file access. */
export function createStrictLiquid(): Liquid {
  return new Liquid({
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
