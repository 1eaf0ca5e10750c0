/** A page that says one thing and shows ways on. */
export interface NoticePage {
  title: string;
  text: string;
  links: { label: string; href: string }[];
}

const front = { label: 'Today’s papers', href: '/' };
const login = { label: 'Log in', href: '/admin/login' };

/** What an answer's status means, for a person. `requestId` is shown where an operator may want to look it up in the log. */
export function describeStatus(status: number, requestId: string): NoticePage {
  const known = notices[status];
  if (known !== undefined) return known;
  if (status < 500)
    return { title: 'That did not work', text: 'The request could not be read.', links: [front] };
  const text = `Something went wrong on our side, and it has been logged (${requestId}). Please try again in a moment.`;
  return { title: 'Not your fault', text, links: [front] };
}

const notices: Record<number, NoticePage> = {
  401: { title: 'Please log in', text: 'This needs an operator who is logged in.', links: [login] },
  403: {
    title: 'Not allowed',
    text: 'Your role does not allow this, or the form was too old. Reload the page it was on and try again.',
    links: [{ label: 'Back to the desk', href: '/admin' }, front],
  },
  404: { title: 'Not found', text: 'There is no such page here.', links: [front] },
  413: { title: 'Too much', text: 'What was sent is larger than this page takes.', links: [front] },
  415: {
    title: 'That did not work',
    text: 'What was sent has a form this page cannot read.',
    links: [front],
  },
  429: { title: 'Too many tries', text: 'Please wait a quarter of an hour and try again.', links: [front] },
};
