import { computed } from "@preact/signals";
import { session } from "../session.ts";

/** Who says which models are live. Without login everybody on this machine may do everything. */
export const mayAssign = computed(() => {
  const { user, login } = session.value ?? {};
  return user ? user.role === "data-scientist" || user.role === "admin" : login?.required === false;
});
