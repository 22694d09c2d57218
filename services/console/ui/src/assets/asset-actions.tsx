import type { JSX } from "preact";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import { ask, say } from "../feedback/request.ts";
import { notifyProblem } from "../parts/notice.tsx";
import { mayAct } from "../session.ts";

/** What can be said of the asset as a whole. */
export function AssetActions({
  asset: { asset, outOfService },
}: {
  readonly asset: AssetDetail;
}): JSX.Element | null {
  if (!mayAct.value) return null;
  const targets = [{ asset }];
  return (
    <div class="asset-actions">
      <button type="button" onClick={() => ask({ question: "reset-baseline", targets, about: asset })}>
        Reset baseline…
      </button>
      {outOfService ? (
        <button
          type="button"
          onClick={() => void say({ action: "in-service", targets }).catch(notifyProblem)}
        >
          Put back in service
        </button>
      ) : (
        <button type="button" onClick={() => ask({ question: "out-of-service", targets, about: asset })}>
          Take out of service…
        </button>
      )}
      <button type="button" onClick={() => ask({ question: "comment", targets, about: asset })}>
        Comment…
      </button>
    </div>
  );
}
