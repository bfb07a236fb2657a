import { useWords } from '../words/use-words.js';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Command as Cmdk } from 'cmdk';
import { useState } from 'react';
import { Modal, ModalOverlay, Dialog as AriaDialog } from 'react-aria-components';
import { read } from '../http/call.js';
import { useMay } from '../http/may.js';
import type { NoticeSummary, Page, Target } from '../http/types.js';
import { padNo } from '../notice/targets/selection.js';
import { inSentence } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { Keys } from '../parts/Keys.js';
import { shortcutStore, useOwnKeyboard, type Shortcut } from '../state/shortcuts.js';

const HEADINGS = ['here', 'everywhere', 'own'] as const;
type Heading = (typeof HEADINGS)[number];

/** A handle, hashtag or URL, as a notice names targets; excludes single words of a subject. */
const looksLikeTarget = (text: string) => /^[@#]\S{2,}$|^\w[\w.-]*:\/\/|^\w[\w-]*\.\w{2,}\/\S/.test(text);

export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  useOwnKeyboard();
  const all = shortcutStore.get();
  const of = (group: Heading) =>
    all
      .filter((one) => one.group === group)
      .flatMap(({ commands }) => commands.filter(({ hidden }) => hidden !== true));
  const run = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className="palette">
        <AriaDialog aria-label={t('frame:palette.label')} className="dialog-inside print-flow">
          <Cmdk label={t('frame:palette.label')} loop className="dialog-inside print-flow">
            <div className="palette-query">
              <Icon name="m-search" />
              <Cmdk.Input value={text} onValueChange={setText} placeholder={t('frame:palette.placeholder')} autoFocus />
              <kbd>Esc</kbd>
            </div>
            <Cmdk.List className="palette-results">
              <Cmdk.Empty className="palette-heading fine faint medium">{t('frame:palette.none')}</Cmdk.Empty>
              <NoticeItems text={text} run={run} />
              {HEADINGS.map((group) => (
                <CommandItems key={group} heading={t(`frame:palette.${group}`)} commands={of(group)} run={run} />
              ))}
            </Cmdk.List>
            <PaletteKeys />
          </Cmdk>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteKeys() {
  const t = useWords();
  return (
    <footer>
      <span className="hint">
        <span className="keys">
          <kbd>↑</kbd>
          <kbd>↓</kbd>
        </span>{' '}
        {t('frame:palette.move')}
      </span>
      <span className="hint">
        <kbd>Enter</kbd> {t('frame:palette.open')}
      </span>
      <span className="push muted">{t('frame:palette.paste')}</span>
    </footer>
  );
}

type Run = (act: () => void) => () => void;

/** The notices that the text finds. A pasted handle or URL leads to the target itself if a notice names it. */
function NoticeItems({ text, run }: { text: string; run: Run }) {
  const t = useWords();
  const navigate = useNavigate();
  const may = useMay();
  const sought = text.trim();
  const { items, named } = useFound(sought);
  if (items.length === 0) return null;
  // People who cannot read notices only have the list of those they submitted.
  const open = (id: string, target: Target | null) =>
    void (may('notice.read_facts')
      ? navigate({ to: '/notices/$id', params: { id }, search: target === null ? {} : { q: sought } })
      : navigate({ to: '/', search: { open: id } }));
  return (
    <Cmdk.Group heading={<div className="palette-heading fine faint medium">{t('frame:palette.notices')}</div>}>
      {items.map((notice, place) => {
        const target = named[place] ?? null;
        return (
          <Cmdk.Item
            key={notice.id}
            className="palette-item"
            value={`${notice.number} ${text}`}
            onSelect={run(() => open(notice.id, target))}
          >
            <NoticeItem notice={notice} target={target} />
          </Cmdk.Item>
        );
      })}
    </Cmdk.Group>
  );
}

function NoticeItem({ notice, target }: { notice: NoticeSummary; target: Target | null }) {
  const t = useWords();
  if (target === null)
    return (
      <span className="cut">
        <b>{notice.number}</b> <span className="muted">{notice.subject ?? notice.reference}</span>
      </span>
    );
  const state = inSentence(t(`words:status.${target.status}`));
  return (
    <span className="cut">
      <b dir="ltr">{target.locator}</b>{' '}
      <span className="muted">{t('frame:palette.target', { no: padNo(target.no), number: notice.number, state })}</span>
    </span>
  );
}

/** The notices that a text finds, and the first target of each that it names. */
function useFound(sought: string): { items: readonly NoticeSummary[]; named: readonly (Target | null)[] } {
  const isSought = sought.length >= 2;
  const found = useQuery({
    queryKey: ['live', 'find', sought],
    queryFn: ({ signal }) =>
      read<Page<NoticeSummary>>(`/v1/notices?limit=8&q=${encodeURIComponent(sought)}`, { signal }),
    enabled: isSought,
    placeholderData: (before) => before,
  });
  const items = isSought ? (found.data?.items ?? []) : [];
  const mayName = looksLikeTarget(sought);
  const named = useQueries({
    queries: items.map(({ id }) => ({
      queryKey: ['live', 'find-target', id, sought],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const query = new URLSearchParams({ q: sought, limit: '1' }).toString();
        const page = await read<Page<Target>>(`/v1/notices/${id}/targets?${query}`, { signal, background: true });
        return page.items[0] ?? null;
      },
      enabled: mayName,
      staleTime: 30_000,
    })),
  });
  return { items, named: named.map(({ data }) => (mayName ? (data ?? null) : null)) };
}

function CommandItems({ heading, commands, run }: { heading: string; commands: readonly Shortcut[]; run: Run }) {
  if (commands.length === 0) return null;
  return (
    <Cmdk.Group heading={<div className="palette-heading fine faint medium">{heading}</div>}>
      {commands.map((command) => (
        <Cmdk.Item
          key={command.id}
          className="palette-item"
          value={`${command.label} ${command.id}`}
          disabled={command.why !== undefined && command.why !== null}
          onSelect={run(command.run)}
        >
          <span className="cut">
            {command.label}{' '}
            {command.why === undefined || command.why === null ? null : <span className="muted">{command.why}</span>}
          </span>
          <span />
          {command.keys === undefined ? <span /> : <Keys of={command.keys} />}
        </Cmdk.Item>
      ))}
    </Cmdk.Group>
  );
}
