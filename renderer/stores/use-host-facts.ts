import { useEffect, useState } from 'react';
import type { HostFacts } from '../../shared/host.ts';
import { useAsk } from './use-services.ts';

/** What the program around the panel can do; null until it has said so. The second value puts in what it said later. */
export function useHostFacts(): readonly [HostFacts | null, (facts: HostFacts) => void] {
  const ask = useAsk();
  const [facts, setFacts] = useState<HostFacts | null>(null);
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      const answer = await ask('host.facts', {});
      if (!gone && answer.ok) setFacts(answer.value);
    };
    void load();
    return () => {
      gone = true;
    };
  }, [ask]);
  return [facts, setFacts];
}
