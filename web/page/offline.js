// Keeps the page for when there is no network, and says when there is a new version.

import { note } from "./note.js";

export function offline() {
  if (!("serviceWorker" in navigator) || !/^https?:$/.test(location.protocol)) return;
  // A page in a page takes no room: whoever wants it offline opens it itself.
  if (window.top !== window.self) return;
  const page = new URL("../", import.meta.url);
  navigator.serviceWorker
    .register(new URL("sw.js", page), { scope: page.pathname })
    .then((registration) => {
      registration.addEventListener("updatefound", () => {
        const made = registration.installing;
        made?.addEventListener("statechange", () => {
          if (made.state !== "installed" || !navigator.serviceWorker.controller) return;
          const button = document.createElement("button");
          button.textContent = "Use it";
          button.addEventListener("click", () => {
            navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
            made.postMessage("go");
          });
          note("There is a new version of Raftarium. With several tabs open, it comes once all are closed.", button);
        });
      });
    })
    // A host that serves no service worker serves the page all the same.
    .catch(() => {});
}
