import { Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import type { TopicFacts } from '../../../../shared/console-extras.ts';
import type { Failure, Result } from '../../../../shared/failure.ts';
import type { MachineId } from '../../../../shared/units.ts';
import { formatTimeSeconds } from '../../../format/time.ts';
import { visibleText } from '../../../format/visible-text.ts';
import { useAsk, useServices } from '../../../stores/use-services.ts';
import { Button } from '../../../ui/button.tsx';
import { MachineText, Note } from '../../../ui/words.tsx';
import type { LineFilter } from '../transcript-rows.ts';
import classes from './panels.module.css';

interface TopicsPanelProps {
  readonly machineId: MachineId;
  readonly filter: LineFilter;
  readonly onFilter: (filter: LineFilter) => void;
}

const everyMilliseconds = 1_000;

/** What the machine publishes: how much, the latest, and which of it the transcript shows. */
export function TopicsPanel({ machineId, filter, onFilter }: TopicsPanelProps) {
  const ask = useAsk();
  const { topics, failure, setFailure, refresh } = useTopics(machineId);
  const [name, setName] = useState('');

  const change = async (topic: string, subscribed: boolean): Promise<void> => {
    const request = subscribed ? 'console.subscribe' : 'console.unsubscribe';
    const answer: Result<null> = await ask(request, { machineId, topic });
    setFailure(answer.ok ? null : answer.failure);
    await refresh();
  };

  const add = (event: FormEvent): void => {
    event.preventDefault();
    const topic = name.trim();
    if (topic === '') return;
    setName('');
    void change(topic, true);
  };

  const show = (topic: string, shown: boolean): void => {
    const hiddenTopics = new Set(filter.hiddenTopics);
    if (shown) hiddenTopics.delete(topic);
    else hiddenTopics.add(topic);
    onFilter({ ...filter, hiddenTopics });
  };

  return (
    <div className={classes['stack']}>
      <Checkbox
        label="Draw once-a-second messages as one row"
        checked={filter.fold}
        onChange={(event) => onFilter({ ...filter, fold: event.currentTarget.checked })}
      />
      {failure !== null && (
        <Note tone="err">
          <span role="alert">
            <b>{failure.message}</b> {failure.remedy}
          </span>
        </Note>
      )}
      <ul className={classes['rows']}>
        {topics.map((facts) => (
          <TopicRow
            key={facts.topic}
            facts={facts}
            shown={!filter.hiddenTopics.has(facts.topic)}
            onShow={(shown) => show(facts.topic, shown)}
            onSubscribe={(subscribed) => void change(facts.topic, subscribed)}
          />
        ))}
      </ul>
      <form className={classes['inline']} onSubmit={add}>
        <TextInput
          aria-label="Another topic"
          placeholder="Another topic, such as Debug"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit">Subscribe</Button>
      </form>
    </div>
  );
}

interface TopicRowProps {
  readonly facts: TopicFacts;
  readonly shown: boolean;
  readonly onShow: (shown: boolean) => void;
  readonly onSubscribe: (subscribed: boolean) => void;
}

function TopicRow({ facts, shown, onShow, onSubscribe }: TopicRowProps) {
  const { topic, subscribed, count, perSecond, last } = facts;
  return (
    <li className={classes['row']}>
      <div className={classes['title']}>
        <b title={visibleText(topic)}>{visibleText(topic)}</b>
        <span className={classes['number']}>{perSecond.toFixed(1)}/s</span>
        <span className={classes['number']}>{count.toLocaleString('en')} in all</span>
      </div>
      <p className={classes['latest']}>
        {last === null ? (
          'Nothing yet.'
        ) : (
          <>
            <time>{formatTimeSeconds(last.at)}</time> <MachineText text={last.text} />
          </>
        )}
      </p>
      <div className={classes['inline']}>
        <Checkbox
          label="In the transcript"
          aria-label={`${visibleText(topic)} in the transcript`}
          checked={shown}
          onChange={(event) => onShow(event.currentTarget.checked)}
        />
        {subscribed === 'panel' ? (
          <span className={classes['muted']}>QuantDeck needs it</span>
        ) : (
          <Button
            small
            label={subscribed === 'no' ? `Subscribe to ${topic}` : `Unsubscribe from ${topic}`}
            onPress={() => onSubscribe(subscribed === 'no')}
          >
            {subscribed === 'no' ? 'Subscribe' : 'Unsubscribe'}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The topics of a machine, read anew every second while they are looked at. */
function useTopics(machineId: MachineId) {
  const ask = useAsk();
  const { clock } = useServices();
  const [topics, setTopics] = useState<readonly TopicFacts[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const refresh = async (): Promise<void> => {
    const answer = await ask('console.topics', { machineId });
    if (answer.ok) setTopics(answer.value);
  };
  useEffect(() => {
    let gone = false;
    const read = async (): Promise<void> => {
      const answer = await ask('console.topics', { machineId });
      if (!gone && answer.ok) setTopics(answer.value);
    };
    void read();
    const end = clock.every(everyMilliseconds, () => void read());
    return () => {
      gone = true;
      end();
    };
  }, [ask, clock, machineId]);
  return { topics, failure, setFailure, refresh };
}
