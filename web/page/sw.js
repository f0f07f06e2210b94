// Keeps one version of the page, whole, so that it opens without a network. VERSION

const NAME = "raftarium VERSION";
const ALL = FILES;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(NAME);
      // The page itself past what the browser has stored: one of another version would be a mix. All else lies in a
      // folder that is named after what is in it, so what the browser has loaded already need not be loaded twice.
      const fresh = (file) => new Request(file, { cache: file === "./" ? "reload" : "force-cache" });
      await cache.addAll(ALL.map(fresh));
      const page = await (await cache.match("./")).text();
      if (!page.includes("./VERSION/main.js")) {
        await caches.delete(NAME);
        throw new Error("the page is of another version");
      }
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith("raftarium ") && name !== NAME);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

// The page that is open goes on with its own version; the last tab that asks for it gets the new one.
self.addEventListener("message", async (event) => {
  if (event.data !== "go") return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length <= 1) self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(
    (async () => {
      const cache = await caches.open(NAME);
      const scope = new URL("./", location.href);
      const url = new URL(request.url);
      const home = request.mode === "navigate" && url.pathname === scope.pathname;
      const found = await cache.match(home ? "./" : request, { ignoreSearch: home });
      return found ?? fetch(request);
    })(),
  );
});
