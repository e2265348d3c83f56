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
    redirect: "error", // a redirect means: logged out, or no longer permitted
  });
  if (!answer.ok) return false;
  const html = await answer.text();
  if (!isInUse(part)) part.innerHTML = html;
  return !("refreshUntil" in area.dataset) || part.querySelector("[data-refresh-again]") !== null;
}

function keepFresh(area) {
  const wait = Number(area.dataset.refreshSeconds || 3) * 1000;
  const turn = async () => {
    let again = false;
    try {
      again = await refresh(area);
    } catch {
      // The server cannot be reached, or asks to log in: what is shown stays.
    }
    if (again) window.setTimeout(turn, wait);
  };
  window.setTimeout(turn, wait);
}

document.querySelectorAll("[data-refresh]").forEach(keepFresh);
