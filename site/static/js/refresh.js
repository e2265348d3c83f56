/**
 * Fetches a part of an admin page again while it changes.
 *
 * <div data-refresh="URL" data-refresh-into="SELECTOR" data-refresh-seconds="3">: the answer of URL, asked with the
 * page's own query string, replaces what SELECTOR holds. Nothing is fetched while the tab is hidden, and nothing is
 * replaced under the reader's hands: while something inside has the focus, is open, or is selected.
 * When `data-refresh-until` is set, it ends as soon as the answer holds no [data-refresh-again].
 */

function isInUse(part) {
  const selection = document.getSelection();
  return (
    part.contains(document.activeElement) ||
    part.querySelector("details[open]") !== null ||
    (selection && !selection.isCollapsed && part.contains(selection.anchorNode))
  );
}

async function refresh(area) {
  const part = document.querySelector(area.dataset.refreshInto);
  if (!part || document.hidden || isInUse(part)) return true;
  const answer = await fetch(area.dataset.refresh + window.location.search, {
    headers: { "X-Requested-With": "XMLHttpRequest" },
    redirect: "manual",
  });
  // Logged out, no longer permitted, or gone: what is shown stays.
  if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500)) return false;
  if (!answer.ok) throw new Error(answer.statusText);
  const html = await answer.text();
  if (!isInUse(part)) part.innerHTML = html;
  return !("refreshUntil" in area.dataset) || part.querySelector("[data-refresh-again]") !== null;
}

function keepFresh(area) {
  const wait = Number(area.dataset.refreshSeconds || 3) * 1000;
  let failures = 0;
  const turn = async () => {
    try {
      if (!(await refresh(area))) return;
      failures = 0;
    } catch {
      failures += 1; // the server cannot be reached, or cannot answer now: asked less and less often
    }
    window.setTimeout(turn, wait * 2 ** Math.min(failures, 5));
  };
  window.setTimeout(turn, wait);
}

document.querySelectorAll("[data-refresh]").forEach(keepFresh);
