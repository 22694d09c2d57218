const MILLISECONDS = { ms: 1, s: 1e3, m: 60e3, h: 3_600e3, d: 86_400e3 } as const;
const BYTES = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;

const parser = (units: Readonly<Record<string, number>>) => {
  const pattern = new RegExp(`^(\\d+(?:\\.\\d+)?) ?(${Object.keys(units).join("|")})$`);
  return (text: string): number | undefined => {
    const [, number, unit] = pattern.exec(text) ?? [];
    return number === undefined || unit === undefined ? undefined : Number(number) * (units[unit] ?? NaN);
  };
};

/** Milliseconds of a duration such as `500ms`, `10s`, `5m`, `2h` or `7d`; undefined if it is not one. */
export const parseDuration: (text: string) => number | undefined = parser(MILLISECONDS);

/** Bytes of a size such as `512B`, `64KiB`, `4MiB` or `1GiB`; undefined if it is not one. */
export const parseBytes: (text: string) => number | undefined = parser(BYTES);
