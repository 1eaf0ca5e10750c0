import type { Preview, PreviewKind } from '../../jobs/preview-mail.js';
import type { ClientNote } from '../../templates/mail-clients.js';
import type { DeskFrame } from './desk-frame.js';

/** Widths at which a mail is looked at, in CSS pixels: a window on a desk, a telephone. */
export const WIDTHS = ['600', '375'] as const;

/** What was asked for, as the form shows it again. */
export interface PreviewForm {
  kind: PreviewKind;
  reader: string;
  topics: string[];
  papers: number;
  date: string;
  width: (typeof WIDTHS)[number];
}

/** A mail as it would be sent. */
export interface PreviewPage {
  desk: DeskFrame;
  form: {
    kinds: { id: PreviewKind; label: string; chosen: boolean }[];
    topics: { id: string; name: string; chosen: boolean }[];
    widths: { id: string; chosen: boolean }[];
  } & Pick<PreviewForm, 'reader' | 'papers' | 'date'>;
  /** Why there is nothing to show. */
  problem?: string;
  mail?: MailView;
}

interface MailView {
  subject: string;
  to: string;
  /** `HTML 34,512 bytes (of 92,160), text 9,120 bytes, 20 papers` */
  size: string;
  isDraft: boolean;
  htmlHref: string;
  width: string;
  text: string;
  headers: { name: string; value: string }[];
  clients: { source: string; rows: ClientNote[] };
}

const LABELS: Readonly<Record<PreviewKind, string>> = {
  daily: 'Digest, daily',
  weekly: 'Digest, weekly',
  confirm: 'Confirmation',
  known: 'Asked again',
  welcome: 'Welcome',
  goodbye: 'Goodbye',
  export: 'Link to the data',
  delete: 'Link to delete',
  change: 'Link to change the address',
  move: 'Confirmation of a new address',
  alarm: 'Alarm',
};

/** What the page is made from. */
export interface PreviewFacts {
  desk: DeskFrame;
  form: PreviewForm;
  topics: readonly { id: string; name: string }[];
  shown: Preview | { problem: string };
  htmlHref: string;
  maxHtmlBytes: number;
}

/** Lays out the form and the mail. */
export function viewPreview(facts: PreviewFacts): PreviewPage {
  const { desk, form, topics, shown } = facts;
  const { reader, papers, date } = form;
  return {
    desk,
    form: {
      kinds: Object.entries(LABELS).map(([id, label]) => ({
        id: id as PreviewKind,
        label,
        chosen: id === form.kind,
      })),
      topics: topics.map(({ id, name }) => ({ id, name, chosen: form.topics.includes(id) })),
      widths: WIDTHS.map((id) => ({ id, chosen: id === form.width })),
      ...{ reader, papers, date },
    },
    ...('problem' in shown ? { problem: shown.problem } : { mail: viewMail(shown, facts) }),
  };
}

function viewMail({ message, isDraft, clients }: Preview, facts: PreviewFacts): MailView {
  const { subject, to, text, headers } = message;
  return {
    ...{ subject, to, isDraft, text, htmlHref: facts.htmlHref, width: facts.form.width },
    size: saySizes(message, facts.maxHtmlBytes),
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    clients: { source: clients.source, rows: clients.notes },
  };
}

function saySizes({ html, text, paperIds }: Preview['message'], maxHtmlBytes: number): string {
  const [htmlBytes, textBytes] = [html, text].map((part) => Buffer.byteLength(part).toLocaleString('en'));
  const most = maxHtmlBytes.toLocaleString('en');
  const papers = paperIds.length === 0 ? '' : `, ${paperIds.length} papers`;
  return `HTML ${htmlBytes} bytes of at most ${most}, text ${textBytes} bytes${papers}`;
}
