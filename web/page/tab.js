// Which tab this is, and where it was: a reload goes on there, and two tabs never share a session.

const NAME = "raftarium/tab";
const PLACE = "raftarium/place";
const HASH = "raftarium/hash";

const keep = (name, value) => {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // Then a reload begins at home.
  }
};
const kept = (name) => {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
};

/** Names of tabs are in the order in which they were opened: the oldest make way. */
const fresh = () =>
  `tab-${Date.now().toString(16).padStart(12, "0")}-${[...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

/** Whether nobody else has this name: a tab that was copied has it too. It is ours as long as the page is there. */
const take = (name) =>
  new Promise((resolve) => {
    if (!navigator.locks) return resolve(true);
    navigator.locks.request(`raftarium/${name}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => {});
    });
  });

/** The name of this tab, and where it was before a reload; nowhere if it is new, or a link leads elsewhere. */
export async function tab() {
  let name = kept(NAME);
  const returns = name !== null && (await take(name));
  if (!returns) {
    name = fresh();
    await take(name);
    keep(NAME, name);
  }
  const followed = kept(HASH) === location.hash;
  return { name, place: returns && followed ? kept(PLACE) : null, followed: returns && followed };
}

/** One is here now. */
export const stand = (place) => keep(PLACE, place);

/** The link of the address was followed: a reload stays where one has gone from there. */
export const followed = () => keep(HASH, location.hash);
