import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { FailureSummary, Flood } from "../../../src/schema/failure.ts";
import { ageText, hoursText, percentText, rangeText, shortTimeText, timeText } from "../parts/format.ts";
import { Severity } from "../parts/severity.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { LABELS, modeText, placeOf, STATES, workOrderText } from "../parts/words.ts";
import { hrefs } from "../router.ts";
import type { Row } from "./rows.ts";

interface Look {
  readonly row: Row;
  readonly index: number;
  readonly now: number;
  readonly current: boolean;
  readonly ticked: boolean;
  readonly onTick: (key: string, range: boolean) => void;
  readonly onOpen: (row: Row) => void;
}

const Age = ({ time, now }: { time: number; now: number }): JSX.Element => (
  <time dateTime={new Date(time).toISOString()} title={timeText(time)}>
    {ageText(time, now)}
  </time>
);

function State({ failure, now }: { failure: FailureSummary; now: number }): JSX.Element {
  const { state, shelved, acknowledgedBy } = failure;
  if (state === "shelved" && shelved) {
    const why = [shelved.by, shelved.reason].filter(Boolean).join(": ");
    return <span title={why}>Shelved until {shortTimeText(shelved.until, now)}</span>;
  }
  if (state === "acknowledged" && acknowledgedBy)
    return <span title={`by ${acknowledgedBy}`}>Acknowledged</span>;
  return <span>{STATES[state]}</span>;
}

/** The version is what tells models apart, so it is the name that is cut off. */
function Model({ title }: { title: string | undefined }): JSX.Element {
  const [name = "–", version] = title?.split("@") ?? [];
  return (
    <span class="model-title">
      <span>{name}</span>
      {version !== undefined && `@${version}`}
    </span>
  );
}

function FailureCells({ failure, now }: { failure: FailureSummary; now: number }): JSX.Element {
  const { name, place } = placeOf(failure.asset);
  const life = failure.remainingLifeHours;
  return (
    <>
      <td class="level">
        <Severity level={failure.severity} />
      </td>
      <td class="asset">
        <a class="open" href={hrefs.failure(failure.id)} title={failure.asset}>
          {name}
        </a>{" "}
        <span class="place">{place}</span>
        {failure.workOrder && <span class="tag">{workOrderText(failure)}</span>}
        {failure.label && <span class="tag">{LABELS[failure.label]}</span>}
      </td>
      <td class="mode">
        {failure.mode ? modeText(failure.mode) : <span class="muted">Not known</span>}
        <span class="place"> {place}</span>
      </td>
      <td class="trend">
        <Sparkline values={failure.trend} />
      </td>
      <td class="risk number">{failure.risk === null ? "–" : percentText(failure.risk)}</td>
      <td class="life">
        {life ? (
          <>
            {hoursText(life.p50)} <span class="left muted">left</span>{" "}
            <span class="muted band">({rangeText(life.p10, life.p90)})</span>
          </>
        ) : (
          <span class="muted">–</span>
        )}
      </td>
      <td class="since number">
        <Age time={failure.openedAt} now={now} />
      </td>
      <td class="state">
        <State failure={failure} now={now} />
      </td>
      <td class="model muted" title={failure.model}>
        {failure.basis === "rule" ? "Rule" : <Model title={failure.model} />}
      </td>
    </>
  );
}

function FloodCells({
  flood,
  now,
  open,
  onOpen,
}: {
  flood: Flood;
  now: number;
  open: boolean;
  onOpen: () => void;
}) {
  const first = flood.assets[0];
  return (
    <>
      <td class="level">
        <Severity level={flood.severity} />
      </td>
      <td class="asset wide">
        <button type="button" class="plain open" aria-expanded={open} onClick={onOpen}>
          <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
            <path d="M5 2.5 11 8l-6 5.5" fill="none" stroke="currentColor" stroke-width="1.8" />
          </svg>
          {flood.members} failures together
        </button>{" "}
        <span class="place">
          {flood.line.replaceAll("/", " / ")}
          {first !== undefined && `, ${placeOf(first).name} first`}
        </span>
        <span class="place advice" title={flood.action}>
          {flood.action}
        </span>
      </td>
      <td class="since number">
        <Age time={flood.openedAt} now={now} />
      </td>
      <td class="state">
        {flood.unacknowledged > 0 ? `${flood.unacknowledged} unacknowledged` : "Acknowledged"}
      </td>
    </>
  );
}

/**
 * One line: a failure or a flood. A click anywhere opens it; the name is the link, for the keyboard and for new tabs.
 * What says the same as before, while one scrolls or in the next answer, is not rendered again; so `onTick` and `onOpen`
 * are not to change.
 */
export function RowLine(look: Look): JSX.Element {
  const { row, index, now, current, ticked } = look;
  const said = useMemo(() => JSON.stringify(row), [row]);
  return useMemo(() => <Line {...look} />, [said, index, now, current, ticked]);
}

function Line({ row, index, now, current, ticked, onTick, onOpen }: Look): JSX.Element {
  const isFlood = "flood" in row;
  const name = isFlood ? `the flood on ${row.flood.line}` : placeOf(row.failure.asset).name;
  const unseen = isFlood ? row.flood.unacknowledged > 0 : row.failure.state === "unacknowledged";
  const classes = [
    isFlood ? "flood" : "failure",
    !isFlood && row.member && "member",
    unseen && "unseen",
    ticked && "ticked",
  ];
  const cells: ComponentChildren = isFlood ? (
    <FloodCells flood={row.flood} now={now} open={row.open} onOpen={() => onOpen(row)} />
  ) : (
    <FailureCells failure={row.failure} now={now} />
  );
  return (
    <tr
      class={classes.filter(Boolean).join(" ")}
      data-key={row.key}
      aria-rowindex={index + 2}
      style={{ "--index": index + 2 }}
      aria-current={current ? "true" : undefined}
      onClick={(event) => {
        const target = event.target as Element;
        if (event.defaultPrevented || target.closest("a, button, input, label")) return;
        onOpen(row);
      }}
    >
      <td class="tick">
        <label>
          <input
            type="checkbox"
            checked={ticked}
            aria-label={`Select ${name}`}
            onClick={(event) => onTick(row.key, event.shiftKey)}
          />
        </label>
      </td>
      {cells}
    </tr>
  );
}
