import type { JSX } from "preact";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import type { FailureDetail } from "../../../src/schema/failure.ts";
import { hoursText, percentText, timeText } from "../parts/format.ts";
import { qualityProblems } from "./telling.ts";

/** Whether the data behind it can be trusted. */
export function Quality({ asset }: { asset: AssetDetail }): JSX.Element {
  return (
    <section>
      <h2>Data quality</h2>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Sensor</th>
            <th scope="col" class="number">
              Coverage
            </th>
            <th scope="col">What is wrong</th>
          </tr>
        </thead>
        <tbody>
          {asset.sensors.map((sensor) => (
            <tr key={sensor.sensor}>
              <th scope="row">{sensor.sensor}</th>
              <td class="number">{percentText(sensor.quality.coverage)}</td>
              <td>{qualityProblems(sensor).join(", ") || <span class="muted">Nothing</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {asset.late + asset.duplicates > 0 && (
        <p class="muted">
          In the last window {asset.late} blocks came late, {asset.duplicates} came twice.
        </p>
      )}
    </section>
  );
}

/** What judged it, and from what. */
export function Judge({
  failure,
  asset,
}: {
  failure: FailureDetail;
  asset: AssetDetail | undefined;
}): JSX.Element {
  const { model, modelDigest, horizonHours, revision, updatedAt, evidence } = failure;
  const baseline = asset?.baseline;
  return (
    <section>
      <h2>Model</h2>
      <dl class="facts-list">
        <dt>Raised by</dt>
        <dd>{failure.basis === "rule" ? "Rule" : (model ?? "Model")}</dd>
        {modelDigest !== undefined && (
          <>
            <dt>Digest</dt>
            <dd title={modelDigest}>
              <code>{modelDigest.slice(0, 12)}</code>
            </dd>
          </>
        )}
        <dt>Horizon</dt>
        <dd>{hoursText(horizonHours)}</dd>
        {baseline && (
          <>
            <dt>Baseline</dt>
            <dd>
              Version {baseline.version}, {baseline.frozen ? "learned" : "being learned"} from{" "}
              {baseline.windows} windows
            </dd>
          </>
        )}
        <dt>Revision</dt>
        <dd>
          {revision}, {timeText(updatedAt)}
        </dd>
        <dt>Evidence</dt>
        <dd>
          {timeText(evidence.start)} to {timeText(evidence.end).slice(11)}
        </dd>
      </dl>
    </section>
  );
}
