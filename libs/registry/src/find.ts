import { type ModelReference, PresageError } from "@presage/contracts";

/** A model for people: name, version and the beginning of its digest. */
export const titleOf = ({ name, version, digest }: ModelReference): string =>
  `${name}@${version} (${digest.slice(0, 12)})`;

/** The one model that is meant by `name@version`, `name` if there is one version of it, or the beginning of a digest. Throws `REGISTRY_UNKNOWN` if it is not one. */
export function find(models: readonly ModelReference[], wanted: string): ModelReference {
  const found = models.filter(
    ({ name, version, digest }) =>
      wanted === name || wanted === `${name}@${version}` || (wanted.length >= 4 && digest.startsWith(wanted)),
  );
  const [model] = found;
  if (model !== undefined && found.length === 1) return model;
  throw new PresageError(
    "REGISTRY_UNKNOWN",
    found.length === 0
      ? `the registry has no model ${wanted}; presage model list shows those it has`
      : `${wanted} may be ${found.map(titleOf).join(", ")}; name one of them by its digest`,
  );
}
