import type { SoakSample } from './lines.js';
import { FIGURES, type Figure } from './verdict.js';

const WIDTH = 220;
const HEIGHT = 90;
const COLUMNS = 3;
const PAD = 12;
/** Above the line: name and highest value. */
const HEAD = 18;

const STYLE = `text{font:11px system-ui,sans-serif;fill:#555}polyline{fill:none;stroke:#2a4fae;stroke-width:1.5}
line{stroke:#bbb}@media(prefers-color-scheme:dark){text{fill:#bbb}polyline{stroke:#8fb0ff}line{stroke:#555}}`;

/** One small chart of each figure over the whole run, from zero to its highest value, as a file of its own. */
export function toSoakChart(samples: readonly SoakSample[]): string {
  const drawn = FIGURES.map((figure) => drawFigure(figure, samples)).filter((text) => text !== '');
  const rows = Math.ceil(drawn.length / COLUMNS);
  const placed = drawn.map(
    (text, at) =>
      `<g transform="translate(${(at % COLUMNS) * (WIDTH + PAD)} ${Math.floor(at / COLUMNS) * (HEIGHT + PAD)})">${text}</g>`,
  );
  const minutes = Math.round((samples.at(-1)?.atS ?? 0) / 60);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${COLUMNS * (WIDTH + PAD)} ${rows * (HEIGHT + PAD)}" role="img"
aria-label="Soak of ${minutes} minutes"><style>${STYLE}</style>
${placed.join('\n')}
</svg>
`;
}

function drawFigure({ name, unit, read }: Figure, samples: readonly SoakSample[]): string {
  const [first] = samples;
  if (first === undefined) return '';
  const points = samples.flatMap((sample) => {
    const y = read(sample, first);
    return y === null ? [] : [{ x: sample.atS, y }];
  });
  const longest = samples.at(-1)?.atS ?? 0;
  const highest = Math.max(...points.map(({ y }) => y), 0);
  if (points.length < 2 || highest === 0) return '';
  const place = ({ x, y }: { x: number; y: number }) =>
    `${((x / longest) * WIDTH).toFixed(1)},${(HEIGHT - (y / highest) * (HEIGHT - HEAD)).toFixed(1)}`;
  return [
    `<text x="0" y="11">${name}</text>`,
    `<text x="${WIDTH}" y="11" text-anchor="end">${Math.round(highest)} ${unit}</text>`,
    `<line x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"/>`,
    `<polyline points="${points.map(place).join(' ')}"/>`,
  ].join('');
}
