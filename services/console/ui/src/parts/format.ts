const HOUR = 3_600_000;

const rounded = (value: number): string =>
  value < 10 ? String(Math.round(value * 10) / 10) : value.toFixed(0);

/** A length of time in the unit that says it shortest: `5 s`, `40 min`, `9 h`, `5 d`, `6 wk`, `4 mo`, `2 y`. */
export function hoursText(hours: number): string {
  if (!Number.isFinite(hours)) return "–";
  const [value, unit] = hoursIn(hours);
  return `${value} ${unit}`;
}

function hoursIn(hours: number): [string, string] {
  const minutes = hours * 60;
  if (minutes < 0.99) return [(minutes * 60).toFixed(0), "s"];
  if (minutes < 59.5) return [minutes.toFixed(0), "min"];
  if (hours < 47.5) return [rounded(hours), "h"];
  const days = hours / 24;
  if (days < 20.5) return [rounded(days), "d"];
  if (days < 69.5) return [(days / 7).toFixed(0), "wk"];
  if (days < 700) return [(days / 30.4).toFixed(0), "mo"];
  return [rounded(days / 365), "y"];
}

/** From one length of time to another, the unit said once if it is the same: `4–18 h`, `40 min–3 h`. */
export function rangeText(from: number, to: number): string {
  const [least, leastUnit] = hoursIn(from);
  const [most, mostUnit] = hoursIn(to);
  return leastUnit === mostUnit
    ? `${least}–${most} ${mostUnit}`
    : `${least} ${leastUnit}–${most} ${mostUnit}`;
}

/** How long ago something was. */
export function ageText(time: number, now: number): string {
  const hours = (now - time) / HOUR;
  return hours * 60 < 1 ? "now" : hoursText(hours);
}

export const percentText = (share: number): string => {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return "< 1 %";
  if (percent < 100 && percent > 99) return "> 99 %";
  return `${percent.toFixed(0)} %`;
};

const two = (value: number): string => String(value).padStart(2, "0");

/** Date and time where the reader is, the same in every country: `2026-11-27 14:05`. */
export function timeText(time: number): string {
  const date = new Date(time);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** As short as it is clear from `now`: `14:05` of today, `Sat 06:00` within six days, else the date. */
export function shortTimeText(time: number, now: number): string {
  const text = timeText(time);
  if (text.startsWith(timeText(now).slice(0, 10))) return text.slice(11);
  if (Math.abs(time - now) < 6 * 24 * HOUR) return `${DAYS[new Date(time).getDay()]} ${text.slice(11)}`;
  return text.slice(0, 10);
}

/** Three significant digits, without a needless exponent. */
export function numberText(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2);
  return size >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

const UNITS: Readonly<Record<string, string>> = { Cel: "°C", "1": "", "Cel/min": "°C/min" };

/** A UCUM unit as people write it. */
export const unitText = (unit: string | undefined): string =>
  unit === undefined ? "" : (UNITS[unit] ?? unit);

export const withUnit = (value: number, unit: string | undefined): string =>
  `${numberText(value)} ${unitText(unit)}`.trim();
