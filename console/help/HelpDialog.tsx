import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { Segments, toOptions } from '../forms/Segments.js';
import { Dialog } from '../parts/Dialog.js';
import { useWords } from '../words/use-words.js';
import { FirstSteps } from './FirstSteps.js';
import { KeyTable } from './KeyTable.js';
import { useFirstSteps } from './use-steps.js';
import { findTopic, TERMS_OF, type Topic } from './topics.js';

const TABS = ['keys', 'help', 'steps'] as const;

/** The keys of the screen, what it is for, and the first steps of the person's roles. */
export default function HelpDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const [tab, setTab] = useState<(typeof TABS)[number]>('keys');
  const steps = useFirstSteps();
  const topic = findTopic(useLocation().pathname);
  return (
    <Dialog title={t('help:title')} onClose={onClose} wide isText>
      {/* A box of its own: the grid takes the height of one that hides its overflow. */}
      <div>
        <Segments
          label={t('help:title')}
          options={toOptions(TABS, (one) => t(`help:tabs.${one}`))}
          value={tab}
          onChange={setTab}
        />
      </div>
      <div className="gap-above">
        {tab === 'keys' ? <KeyTable /> : null}
        {tab === 'help' ? topic === null ? <p className="muted">{t('help:none')}</p> : <Page topic={topic} /> : null}
        {tab === 'steps' ? <FirstSteps steps={steps} onGo={onClose} /> : null}
      </div>
    </Dialog>
  );
}

function Page({ topic }: { topic: Topic }) {
  const t = useWords();
  const [lead = '', ...points] = t(`help:topic.${topic}`).split('\n');
  const terms = TERMS_OF[topic];
  return (
    <>
      <p className="medium">{lead}</p>
      <ul className="stack gap-above">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      {terms.length === 0 ? null : (
        <section className="gap-above">
          <h3>{t('help:words')}</h3>
          <dl className="key-values">
            {terms.map((name) => (
              <div className="contents" key={name}>
                <dt>{t(`terms:${name}.name`)}</dt>
                <dd>{t(`terms:${name}.says`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
