import { useQueryClient } from '@tanstack/react-query';
import type { CommandBody, CommandRoute } from '../../contract/commands.js';
import { call } from './call.js';
import type { Notice } from './types.js';
import { useWrite, noticeKeys } from './use-write.js';

export type Commanded<Result = unknown> = Notice & { result?: Result };

export function command<Name extends CommandRoute, Result = unknown>(
  notice: string,
  name: Name,
  body: Partial<CommandBody<Name>>,
): Promise<Commanded<Result>> {
  return call<Commanded<Result>>('POST', `/v1/notices/${notice}/${name}`, { body });
}

/** Shows the notice as a command answered it, without waiting for the next read. */
export function useShowNotice(): (answer: Commanded) => void {
  const queries = useQueryClient();
  return ({ result: _result, ...fresh }) => queries.setQueryData(['notice', fresh.id], fresh);
}

/** A command without fields, such as a claim; it is in the first load, and the forms of commands are not. */
export function useCommand<Name extends CommandRoute>(
  notice: string,
  name: Name,
  done?: (answer: Commanded) => string,
) {
  return useWrite<Commanded, Partial<CommandBody<Name>>>({
    to: `/v1/notices/${notice}/${name}`,
    refresh: noticeKeys(notice),
    ...(done === undefined ? {} : { done }),
    onDone: useShowNotice(),
  });
}
