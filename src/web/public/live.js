// Shows what the server tells of since the page was sent: `data-live` names the stream, `data-part` what an event replaces.
// While nobody looks nothing is asked; who has been logged out is told so.
const place = document.querySelector('[data-live]');
const note = document.querySelector('[data-as-of]');
const againMs = 10_000;
let stream;
let timer;

function swap(part, html) {
  const held = document.activeElement;
  const key = part.contains(held) && held !== part ? held.id || held.getAttribute('href') : null;
  const open = [...part.querySelectorAll('details[open][id]')].map(({ id }) => id);
  part.innerHTML = html;
  for (const id of open) part.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '');
  if (key)
    [...part.querySelectorAll('[id], a[href]')]
      .find((one) => one.id === key || one.getAttribute('href') === key)
      ?.focus();
}

function stop() {
  clearTimeout(timer);
  stream?.close();
  stream = undefined;
}

function say(words) {
  if (note) note.textContent = words;
}

function listen() {
  stop();
  if (document.hidden) return;
  stream = new EventSource(place.dataset.live);
  for (const part of place.querySelectorAll('[data-part]'))
    stream.addEventListener(part.dataset.part, ({ data }) => swap(part, data));
  stream.addEventListener('as-of', ({ data }) => say(`Live, as of ${data}`));
  stream.addEventListener('over', () => {
    stop();
    say('No longer live: please log in again');
  });
  stream.addEventListener('error', () => {
    say('No longer live: trying again');
    if (stream?.readyState === EventSource.CLOSED) timer = setTimeout(listen, againMs);
  });
}

if (place) {
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : listen()));
  addEventListener('pagehide', stop);
  addEventListener('pageshow', listen);
}
