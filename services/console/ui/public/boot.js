// Runs before the first paint: the theme that was chosen, and the page's data asked for while the scripts are still loading.
try {
  const chosen = localStorage.getItem("theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.className = dark ? "dark" : "light";
} catch {
  document.documentElement.className = "light";
}

const { pathname, search } = location;
const first =
  pathname === "/"
    ? `/api/failures${search}${search ? "&" : "?"}limit=200`
    : pathname.startsWith("/failures/") || pathname.startsWith("/assets/")
      ? `/api${pathname}`
      : undefined;
if (first) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", href: first, crossOrigin: "anonymous" });
  document.head.append(link);
}
