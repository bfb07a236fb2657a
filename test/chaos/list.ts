import Table from 'cli-table3';
import type { Campaign } from './campaign.js';

const formatSizes = ({ sizes: { unit, short, long } }: Campaign): string =>
  `${short.toLocaleString('en')} / ${long.toLocaleString('en')} ${unit}`;

export function toList(campaigns: readonly Campaign[]): string[] {
  const table = new Table({
    head: ['campaign', 'promise', 'what it does', 'short / long', 'last measured'],
    colWidths: [10, 9, 60, 24, 30],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const campaign of campaigns)
    table.push([
      campaign.name,
      campaign.promise,
      campaign.without === '' ? campaign.does : `${campaign.does} Without: ${campaign.without}`,
      formatSizes(campaign),
      campaign.measured,
    ]);
  return table.toString().split('\n');
}

export function toMarkdown(campaigns: readonly Campaign[]): string[] {
  return [
    '| campaign | promise | what it does | short / long | not covered |',
    '|---|---|---|---|---|',
    ...campaigns.map(
      (campaign) =>
        `| \`${campaign.name}\` | ${campaign.promise} | ${campaign.does} | ${formatSizes(campaign)} | ${campaign.without} |`,
    ),
  ];
}
