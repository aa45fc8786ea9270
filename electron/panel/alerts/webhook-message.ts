import { type Alert, alertWords } from '../../../shared/alert.ts';
import type { WebhookFormat } from '../../../shared/alert-preferences.ts';
import { assertNever } from '../../../shared/assert-never.ts';

/** Where alerts go, with its secrets. */
export interface WebhookTarget {
  readonly url: string;
  /** Sent as a bearer token; null if none is needed. */
  readonly token: string | null;
  readonly format: WebhookFormat;
}

export interface WebhookMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An alert as the receiver wants it. */
export function webhookMessage(alert: Alert, target: WebhookTarget): WebhookMessage {
  const { url, token } = target;
  const { address = url, content } = contentOf(alert, target);
  return {
    url: address,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'QuantDeck',
      // Receivers that know this header drop a repetition after an answer that was lost on its way.
      'idempotency-key': alert.id,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(content),
  };
}

interface Content {
  readonly address?: string;
  readonly content: Readonly<Record<string, unknown>>;
}

function contentOf(alert: Alert, { url, format }: WebhookTarget): Content {
  const { title, body } = alertWords(alert);
  const { id, machineId, machineName, at, event } = alert;
  switch (format) {
    case 'json':
      return {
        content: {
          app: 'QuantDeck',
          id,
          kind: event.kind,
          at: new Date(at).toISOString(),
          machine: machineId === null ? null : { id: machineId, name: machineName },
          run: 'title' in event ? event.title : null,
          title,
          text: body,
        },
      };
    case 'ntfy': {
      // Published as JSON at the server's root (ntfy documentation, “Publish as JSON”), because its headers take no UTF-8.
      const { root, topic } = ntfyTopic(url);
      return {
        address: root,
        content: { topic, title, message: body, priority: isUrgent(alert) ? 4 : 3 },
      };
    }
    case 'slack':
      return { content: { text: `*${slackText(title)}*\n${slackText(body)}` } };
    default:
      return assertNever(format);
  }
}

/** The last part of the path is the topic; what stands before it is the server. */
function ntfyTopic(url: string): { readonly root: string; readonly topic: string } {
  const root = new URL(url);
  const parts = root.pathname.split('/').filter((part) => part !== '');
  const topic = decodeURIComponent(parts.pop() ?? '');
  root.pathname = `/${parts.join('/')}`;
  return { root: root.href, topic };
}

function isUrgent({ event }: Alert): boolean {
  return event.kind === 'error' || event.kind === 'aborted' || event.kind === 'lost-contact';
}

/** Slack reads these three characters as markup (Slack documentation, “Escaping text”). */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
