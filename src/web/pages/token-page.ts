import type { TokenPurpose } from '../../model/letter.js';

/** A page that a link in a letter opens: what the button will do, and nothing done yet. */
export interface TokenPage {
  title: string;
  text: string;
  button: string;
  /** Whose link it is, or the address typed so far. */
  address?: string;
  /** Whether a new address is asked for. */
  asksAddress?: boolean;
  problem?: string;
}

export const tokenPages: Readonly<Record<TokenPurpose, TokenPage>> = {
  confirm: {
    title: 'Confirm your subscription',
    text: 'Press the button, and the digest comes to this address from the next edition on.',
    button: 'Yes, send it to me',
  },
  export: {
    title: 'Everything known about you',
    text: 'Press the button, and your browser gets one file: your choices, and each mail that was sent to you with what it held.',
    button: 'Get the file',
  },
  delete: {
    title: 'Delete everything',
    text: 'Press the button, and your address, your choices and the record of your mails are deleted at once and for good.',
    button: 'Delete it all',
  },
  change: {
    title: 'Change your address',
    text: 'Mail will go to the new address once it has confirmed. Your choices come along.',
    button: 'Ask the new address',
    asksAddress: true,
  },
  move: {
    title: 'Confirm your new address',
    text: 'Press the button, and mail goes to this address from now on.',
    button: 'Use this address',
  },
};
