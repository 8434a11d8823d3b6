// leadspring: which pages are read and whether they help. No cookie, no storage, no fingerprint, nothing under DNT or GPC.
((d, n, l) => {
  const { src, dataset: own } = d.currentScript;
  if (n.doNotTrack === '1' || n.globalPrivacyControl || !n.sendBeacon) return;
  const send = (act, more) => {
    const id = Math.random().toString(36).slice(2) + Date.now().toString(36);
    const said = { id, act, path: l.pathname, from: d.referrer.split('/')[2], ...more };
    n.sendBeacon(src.replace(/\/[^/]*$/, ''), JSON.stringify(said));
  };
  const query = new URLSearchParams(l.search).get(own.search);
  if (query) send('search', { query, results: own.results });
  else send(own.act || 'read');
  let voted;
  d.addEventListener('click', ({ target }) => {
    const vote = target.closest?.('[data-helpful]');
    if (vote && !voted) send('rate', { helpful: vote.dataset.helpful });
    voted ||= vote;
  });
  window.leadspring = send;
})(document, navigator, location);
