// Keys for people who do not like to reach for the mouse. Every page works without this file.
// What is folded or drawn for another width is no row.
const rows = () => [...document.querySelectorAll('[data-row]')].filter((row) => row.checkVisibility());
const help = document.getElementById('keys');
const search = document.querySelector('input[type="search"]');

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const now = all.indexOf(document.activeElement);
  const next =
    now === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1);
  all[next].focus();
  all[next].closest('tr, li, article')?.scrollIntoView({ block: 'nearest' });
}

function follow(selector) {
  document.querySelector(selector)?.click();
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  n: () => follow('.pager [rel="next"]'),
  p: () => follow('.pager [rel="prev"]'),
  '/': () => search?.focus(),
  '?': () => help.showModal(),
};
const places = { a: '/access-points', l: '/leads', s: '/sources', u: '/suggestions' };
const answers = { a: 'accept', r: 'reject', n: 'never' };

/** The button that a key means on a page of suggestions: for all that are ticked, else for the one with the focus. */
function answerButton(key) {
  if (!answers[key]) return null;
  const ticked = document.querySelector('.suggestions input[type="checkbox"]:checked');
  if (ticked) return ticked.form.querySelector(`[data-all="${answers[key]}"]`);
  const item = document.activeElement.closest('[data-suggestion]');
  return item?.querySelector(`[data-answer="${answers[key]}"]`) ?? null;
}

let afterG = false;
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  if (event.target.closest('input:not([type="checkbox"]), select, textarea')) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const button = afterG ? null : answerButton(event.key);
  if (button) {
    event.preventDefault();
    button.click();
    return;
  }
  const action = afterG && places[event.key] ? () => location.assign(places[event.key]) : actions[event.key];
  afterG = event.key === 'g';
  if (!action) return;
  event.preventDefault();
  action();
});

// The button says that there are keys, so it is shown only when there are.
for (const button of document.querySelectorAll('[data-keys]')) {
  button.hidden = false;
  button.addEventListener('click', () => help.showModal());
}

// A filter form without its empty fields makes an address worth keeping.
for (const form of document.querySelectorAll('form[method="get"]')) {
  form.addEventListener('submit', () => {
    for (const field of form.elements) if (field.name && field.value === '') field.disabled = true;
  });
}
// Coming back by the browser's history finds the fields as they were left: disabled.
window.addEventListener('pageshow', () => {
  for (const field of document.querySelectorAll('form[method="get"] :disabled')) field.disabled = false;
});

// A link to folded evidence unfolds it, and paper shows all of it.
function unfold() {
  const target = location.hash === '' ? null : document.getElementById(location.hash.slice(1));
  const details = target?.querySelector('details');
  if (details) details.open = true;
}
window.addEventListener('hashchange', unfold);
unfold();
let folded = [];
window.addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details:not([open])')];
  for (const each of folded) each.open = true;
});
window.addEventListener('afterprint', () => {
  for (const each of folded) each.open = false;
});
