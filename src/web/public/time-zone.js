// The reader's own clock, as the browser knows it; without it the form sends none and the site's zone is taken.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) for (const field of document.querySelectorAll('[data-time-zone]')) field.value = zone;
