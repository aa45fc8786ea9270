import type { Protocol } from '../../shared/protocol.ts';
import type { Instant } from '../../shared/units.ts';
import type { TopicMessage } from '../scpi/message.ts';
import type { StatusReading } from './status-query.ts';

/** What a machine said, as it came, for whoever keeps a record of it. */
export type Observation =
  | { readonly kind: 'message'; readonly at: Instant; readonly message: TopicMessage }
  | { readonly kind: 'status'; readonly status: StatusReading }
  /** A session is ready, or there is none any more. */
  | { readonly kind: 'contact'; readonly at: Instant; readonly contact: 'found' | 'lost' }
  /** The protocol of the run with this title was read. */
  | {
      readonly kind: 'protocol';
      readonly at: Instant;
      readonly title: string;
      readonly protocol: Protocol;
    };
