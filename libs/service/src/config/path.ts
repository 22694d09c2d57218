/** Where something is in the configuration: keys and list indices from the root. */
export type Path = readonly (string | number)[];

/** `assets[2].shaftSpeed` */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path, or undefined. */
export const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    root,
  );

/** Whether one of the paths leads through the other. */
export const overlap = (a: Path, b: Path): boolean => a.slice(0, b.length).every((step, i) => step === b[i]);

/** The list at a path; empty if there is none. */
export const listAt = (root: unknown, path: Path): readonly unknown[] => {
  const value = valueAt(root, path);
  return Array.isArray(value) ? value : [];
};
