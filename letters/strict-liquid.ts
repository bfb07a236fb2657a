import { Liquid } from 'liquidjs';

/** What fills the texts of letters and messages: a template that names what is not there, or reads a file, is refused. */
export function createStrictLiquid(): Liquid {
  return new Liquid({
    templates: {}, // none by name: a template cannot read another, nor a file
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    dynamicPartials: false,
    parseLimit: 100_000, // characters of template; the longest has 3,000
    renderLimit: 10_000, // ms; a letter of 200 lines takes a few
    memoryLimit: 5_000_000, // 200 lines of at most 1,024 characters, some copies
  });
}
