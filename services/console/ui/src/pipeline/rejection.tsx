import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RejectionDetail } from "../../../src/schema/rejection.ts";
import { timeText } from "../parts/format.ts";
import { useResource } from "../resource.ts";
import { pipelinePaths } from "./api.ts";
import { bytesOf, hexDump, sizeText, textOf } from "./bytes.ts";

/** A browser draws no more of it in one piece without a pause. */
const MOST_DUMPED = 8_192;

/** One message that could not be used, to the last byte. */
export function RejectionDialog({ id, onClose }: { id: number; onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const { data, problem } = useResource<RejectionDetail>(pipelinePaths.rejection(id), () => false);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="rejection" aria-labelledby="rejection" onClose={onClose}>
      <h2 id="rejection">{data ? data.topic : "Rejected message"}</h2>
      {problem && (
        <p role="alert" class="wrong">
          {problem.message}
        </p>
      )}
      {data && <Detail of={data} />}
      <div class="buttons">
        {data && data.kept > 0 && (
          <a class="button" href={pipelinePaths.payload(id)} download={`rejected-${id}.bin`}>
            Download
          </a>
        )}
        <button type="button" class="primary" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}

function Detail({ of }: { of: RejectionDetail }): JSX.Element {
  const { at, code, reason, size, kept } = of;
  const bytes = bytesOf(of.bytes);
  const text = textOf(bytes, kept < size);
  const part = kept < size ? `, the first ${sizeText(kept)} are kept` : "";
  return (
    <>
      <p>
        <code>{code}</code> {reason}
      </p>
      <p class="muted">
        {timeText(at)}, {sizeText(size)}
        {part}
      </p>
      {kept === 0 && <p>The payload has no bytes.</p>}
      {kept > 0 && text !== undefined && (
        <>
          <h3>As text</h3>
          <pre class="bytes" tabIndex={0} role="region" aria-label="The payload as text">
            {text}
          </pre>
        </>
      )}
      {kept > 0 && (
        <>
          <h3>As bytes</h3>
          <pre class="bytes dump" tabIndex={0} role="region" aria-label="The payload as bytes">
            {hexDump(bytes.subarray(0, MOST_DUMPED))}
          </pre>
          {kept > MOST_DUMPED && (
            <p class="muted">The first {sizeText(MOST_DUMPED)} are shown. Download it to see the rest.</p>
          )}
        </>
      )}
    </>
  );
}
