import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, makeKey } from '../http/call.js';
import { useMay } from '../http/may.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { formatInstant } from '../parts/format.js';
import { say } from '../state/message.js';
import { useWords, type Words } from '../words/use-words.js';
import { ActDialog, ActField } from './acts/ActDialog.js';

type Rule = Notice['contested'][number];

/** Disputed rules of the law with counsel's decisions; until there is one, the stricter reading applies. */
export default function ContestedRules({ notice }: { notice: Notice }) {
  const t = useWords();
  const may = useMay();
  const [chosen, setChosen] = useState<Rule | null>(null);
  return (
    <>
      {notice.contested.map((rule) => (
        <section key={rule.topic} className="pad">
          <h3>
            {t('acts:contested.name')}: {t(`words:contested.topic.${rule.topic}`)}
            {may('decide_contested') ? (
              <Button size="small" variant="quiet" className="push" onPress={() => setChosen(rule)} hasPopup="dialog">
                {t('acts:contested.decide')}
              </Button>
            ) : null}
          </h3>
          <p title={rule.source}>{rule.text}</p>
          <p className="why">{statusText(rule, t)}</p>
        </section>
      ))}
      {chosen === null ? null : <DecideDialog notice={notice} rule={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function statusText({ topic, decision }: Rule, t: Words): string {
  if (decision === null) return t('acts:contested.undecided', { effect: t(`acts:contested.keeps.${topic}`) });
  const allow = t(`words:contested.allow.${decision.allow ? 'true' : 'false'}`);
  return t('acts:contested.by', {
    allow,
    name: decision.byName,
    at: formatInstant(decision.at),
    reason: decision.reason,
  });
}

function DecideDialog({ notice, rule, onClose }: { notice: Notice; rule: Rule; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: (allow: boolean) =>
      call<object>('POST', `/v1/notices/${notice.id}/contested-rules`, {
        body: { topic: rule.topic, allow, reason: reason.trim() },
        key: makeKey(),
      }),
    onSuccess: () => {
      say(t('acts:contested.done'));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice.id] }),
  });
  const why = reason.trim() === '' ? t('acts:contested.why') : null;
  return (
    <ActDialog
      title={t('acts:contested.title', { topic: t(`words:contested.topic.${rule.topic}`) })}
      body={`${rule.text} (${rule.source})`}
      go={t('acts:contested.approval')}
      why={why}
      pending={decide.isPending}
      error={decide.error}
      onGo={() => decide.mutate(true)}
      onClose={onClose}
    >
      <ActField label={t('acts:contested.reason')} value={reason} rows={3} onChange={setReason} />
      <Button why={why} onPress={() => decide.mutate(false)}>
        {t('acts:contested.no')}
      </Button>
    </ActDialog>
  );
}
