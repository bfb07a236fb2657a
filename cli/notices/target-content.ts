import type { Command } from 'commander';
import type { ContentState } from '../../domain/targets/target-content.js';
import { parseCount } from '../arguments.js';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { plural, printable } from '../text.js';
import type { TargetContentView } from '../view.js';

const WITHOUT: Record<Exclude<ContentState, 'shown'>, string> = {
  gone: 'It does not exist on the platform.',
  not_offered: 'The platform shows no content to the desk.',
  unresolved: 'It has not been looked up on the platform yet.',
};

export function addContent(targets: Command, deps: CliDeps): void {
  addCommand(targets, deps, {
    usage: 'content <notice> <number>',
    summary: 'show what the platform shows of a target now; the audit log names who asked',
    role: 'reviewer',
    examples: ['targets content N-2021-000002 1'],
    async run(session) {
      const no = parseCount(session.args[1] ?? '');
      await session.read<TargetContentView>(`/v1/notices/${await session.noticeId()}/targets/${no}/content`, describe);
    },
  });
}

function describe({ state, content }: TargetContentView): string {
  if (state !== 'shown' || content === null) return `${WITHOUT[state === 'shown' ? 'gone' : state]}\n`;
  const { text, cut, author, createdAt, language, images } = content;
  const facts = [author, createdAt, language, images === null ? null : plural(images, 'image')];
  const said = text === null || text === '' ? '(no text)' : text.split('\n').map(printable).join('\n');
  return `${printable(facts.filter((one) => one !== null).join('  '))}\n${said}${cut ? ' …' : ''}\n`;
}
