// The documentation site: the pages of docs/ and those beside README.md, in the order of docs/README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitepress';

const ROOT = new URL('../../', import.meta.url);
const BESIDE = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', 'CODE_OF_CONDUCT.md', 'CHANGELOG.md'];
/** Folders with pages. */
const PAGES = ['docs', 'examples', 'sdk'];


const decisions = readdirSync(new URL('docs/adr/', ROOT)).sort();

const others = readdirSync(ROOT, { withFileTypes: true })
  .filter(({ name }) => !PAGES.includes(name) && !BESIDE.includes(name))
  .map((entry) => (entry.isDirectory() ? `${entry.name}/**` : entry.name));

/** The table of docs/README.md: a group for each reader, with the links of its row. */
function readSidebar() {
  const rows = [...readFileSync(new URL('docs/README.md', ROOT), 'utf8').matchAll(/^\| ([^|]+) \| (.*) \|$/gm)];
  return rows.slice(1).map(([, reader, pages]) => ({
    text: reader,
    collapsed: true,
    items: [...pages.matchAll(/\[([^\]]+)\]\(([^)]+\.md)\)/g)].map(([, text, page]) => ({
      text,
      link: page.startsWith('../') ? page.slice(2) : `/docs/${page}`,
    })),
  }));
}

const title = (file) => readFileSync(new URL(`docs/adr/${file}`, ROOT), 'utf8').match(/^# (.*)/)?.[1] ?? file;

const decisionGroup = {
  text: 'decisions',
  collapsed: true,
  items: decisions.map((file) => ({ text: title(file), link: `/docs/adr/${file}` })),
};

/** A link to the folder of decisions, which a repository shows as a list, opens the first one. */
function openFirstDecision(markdown) {
  markdown.core.ruler.push('decisions', ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.attrGet('href');
      if (href?.endsWith('adr/')) token.attrSet('href', `${href}${decisions[0]}`);
    }
  });
}

export default defineConfig({
  title: 'Notice Desk',
  srcDir: '..',
  srcExclude: others,
  outDir: '../dist/docs',
  cacheDir: '../.desk-cache/docs',
  rewrites: { 'README.md': 'index.md', 'docs/README.md': 'docs/index.md' },
  cleanUrls: true,
  // A file of the repository without a page.
  ignoreDeadLinks: [/\/LICENSE$/],
  markdown: { config: openFirstDecision },
  themeConfig: {
    nav: [{ text: 'Documentation', link: '/docs/' }],
    sidebar: [...readSidebar(), decisionGroup],
    outline: 'deep',
    search: { provider: 'local' },
  },
});
