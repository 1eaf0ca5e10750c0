// The reader's own clock, as the browser knows it; without it the form sends none and the site's zone is taken.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const field = document.querySelector('[data-time-zone]');
if (field && zone) field.value = zone;
