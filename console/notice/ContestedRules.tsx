import { useState } from 'react';
import { CommandDialog } from '../forms/CommandDialog.js';
import { ReasonField } from '../forms/TextField.js';
import { useNoticeForm } from '../forms/use-command-form.js';
import { useMay } from '../http/may.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { formatInstant } from '../parts/format.js';
import { useWords, type Words } from '../words/use-words.js';

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
  const { topic } = rule;
  const toBody = ({ reason }: { reason: string }, allow: boolean) => ({ topic, allow, reason: reason.trim() });
  const form = useNoticeForm(notice.id, 'contested-rules', {
    start: { reason: '' },
    body: (values) => toBody(values, true),
    done: t('acts:contested.done'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('acts:contested.title', { topic: t(`words:contested.topic.${topic}`) })}
      body={`${rule.text} (${rule.source})`}
      go={t('acts:contested.approval')}
    >
      <ReasonField {...form.field('reason')} />
      <Button why={form.why} onPress={() => form.mutate(toBody(form.values, false))}>
        {t('acts:contested.no')}
      </Button>
    </CommandDialog>
  );
}
