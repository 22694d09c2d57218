import type { JSX } from "preact";
import type { SessionList } from "../../../src/schema/people.ts";
import { noteChange } from "../live.ts";
import { Answer } from "../parts/answer.tsx";
import { timeText } from "../parts/format.ts";
import { notify } from "../parts/notice.tsx";
import { about, useResource } from "../resource.ts";
import { endSession, endSessions, settingsPaths } from "./api.ts";
import { problemText } from "./problem.ts";
import { Ago } from "./ago.tsx";

const end = async (what: () => Promise<string>): Promise<void> => {
  try {
    notify(await what());
  } catch (error) {
    notify(problemText(error), true);
  }
  noteChange();
};

const endOne = (id: string) =>
  end(async () => {
    await endSession(id);
    return "Logged out there";
  });

const endOthers = () =>
  end(async () => {
    const { ended } = await endSessions();
    return ended === 1 ? "Logged out in 1 other place" : `Logged out in ${ended} other places`;
  });

/** Where one is logged in. */
export function LogIns(): JSX.Element {
  const sessions = useResource<SessionList>(settingsPaths.sessions, about("people"));
  return (
    <section aria-labelledby="log-ins">
      <h2 id="log-ins">Where I am logged in</h2>
      <Answer of={sessions} what="log-ins">
        {({ items }) => (
          <>
            <table class="stacked log-ins">
              <thead>
                <tr>
                  <th scope="col">Since</th>
                  <th scope="col">Last seen</th>
                  <th scope="col">
                    <span class="visually-hidden">What to do</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ id, createdAt, seenAt, current }) => (
                  <tr key={id}>
                    <th scope="row">
                      <time dateTime={new Date(createdAt).toISOString()}>{timeText(createdAt)}</time>
                    </th>
                    <td data-label="Last seen">
                      <Ago at={seenAt} />
                    </td>
                    <td>
                      {current ? (
                        "this one"
                      ) : (
                        <button type="button" onClick={() => void endOne(id)}>
                          Log out<span class="visually-hidden"> there, since {timeText(createdAt)}</span>
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            {items.length > 2 && (
              <div class="actions">
                <button type="button" onClick={() => void endOthers()}>
                  Log out everywhere else
                </button>
              </div>
            )}
          </>
        )}
      </Answer>
    </section>
  );
}
