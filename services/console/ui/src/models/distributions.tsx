import type { JSX } from "preact";
import type { ModelComparison } from "../../../src/schema/comparison.ts";

const percent = (share: number): string => (share === 0 ? "–" : `${(share * 100).toFixed(1)} %`);

/** How the risks of both models are spread: a bin a line, a bar a model. */
export function Distributions({
  comparison: { edges, champion, challenger },
}: {
  comparison: ModelComparison;
}): JSX.Element {
  const bounds = [0, ...edges, 1];
  const most = Math.max(...champion.risks, ...challenger.risks, Number.MIN_VALUE);
  return (
    <>
      <h3 id="distributions">Risks, share of the windows</h3>
      <table class="distributions" aria-labelledby="distributions">
        <thead>
          <tr>
            <th scope="col">Risk</th>
            <th scope="col">Champion</th>
            <th scope="col">Challenger</th>
          </tr>
        </thead>
        <tbody>
          {champion.risks.map((share, i) => (
            <tr key={bounds[i]}>
              <th scope="row">
                {bounds[i]}–{bounds[i + 1]}
              </th>
              <Share share={share} most={most} />
              <Share share={challenger.risks[i] ?? 0} most={most} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Share({ share, most }: { share: number; most: number }): JSX.Element {
  return (
    <td class="share">
      {share > 0 && <span class="bar" style={{ inlineSize: `${(share / most) * 45}%` }} />} {percent(share)}
    </td>
  );
}
