// While a scan that was asked for is under way, looks every two seconds whether a newer one is listed, and then shows it.
const note = document.querySelector('[data-pending]');
const everyMs = 2_000;
const longestMs = 5 * 60_000;
const began = Date.now();

async function lookAgain() {
  const answer = await fetch('/admin/scans.json', { headers: { accept: 'application/json' } });
  const { scans } = answer.ok ? await answer.json() : { scans: [] };
  const newest = scans[0]?.id;
  if (newest !== undefined && String(newest) !== note.dataset.pending) location.reload();
  else if (answer.ok && Date.now() - began < longestMs) wait();
}

function wait() {
  // A short loss of the connection is no reason to stop looking.
  setTimeout(() => lookAgain().catch(wait), everyMs);
}

if (note) wait();
