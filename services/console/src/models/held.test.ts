import { describe, expect, it } from "vitest";
import type { ModelAssignment } from "../schema/model.ts";
import { classOf } from "./held.ts";

const model = (version: string) => ({ name: "wear", version, digest: `digest-${version}` });
const [one, two] = [model("1.0.0"), model("2.0.0")];

const assigned = (
  revision: number,
  action: ModelAssignment["action"],
  roles: Pick<ModelAssignment, "champion" | "previous" | "challenger">,
  by = "jo",
): ModelAssignment => ({ revision, action, at: revision * 1_000, by, automatic: by === "presage", ...roles });

const of = (...history: ModelAssignment[]) => classOf({ class: "pump", configured: one, history }, 3);

describe("the models of a class", () => {
  it("are the configured one as long as nothing was assigned", () => {
    expect(of()).toEqual({
      class: "pump",
      assets: 3,
      revision: 0,
      champion: { model: one },
      takenBack: [],
    });
  });

  it("have been there since they were promoted, whatever was in shadow since", () => {
    const { champion, previous, challenger } = of(
      assigned(1, "promote", { champion: two, previous: one }),
      assigned(2, "shadow", { champion: two, previous: one, challenger: one }, "ana"),
    );
    expect(champion).toEqual({ model: two, since: { at: 1_000, by: "jo" } });
    expect(previous).toEqual({ model: one });
    expect(challenger).toEqual({ model: one, since: { at: 2_000, by: "ana" } });
  });

  it("say nothing of since when one is live that was so by configuration", () => {
    const { champion } = of(assigned(1, "shadow", { champion: one, challenger: two }));
    expect(champion).toEqual({ model: one });
  });

  it("say nothing of since when one is live if that is forgotten", () => {
    const { champion } = of(assigned(70, "shadow", { champion: two, previous: one, challenger: one }));
    expect(champion).toEqual({ model: two });
  });

  it("tell what was taken back by itself, newest first", () => {
    const { takenBack } = of(
      assigned(1, "promote", { champion: two, previous: one }),
      assigned(2, "rollback", { champion: one, previous: two }, "presage"),
      assigned(3, "shadow", { champion: one, previous: two, challenger: two }),
      assigned(4, "withdraw", { champion: one, previous: two }, "presage"),
    );
    expect(takenBack.map(({ revision }) => revision)).toEqual([4, 2]);
  });
});
