import { describe, expect, it } from "vitest";
import { promote, rollback } from "./assignment.ts";
import { find } from "./find.ts";

const model = (version: string) => ({ name: "wear", version, digest: `${version[0]}0ffee` });
const act = { by: "jo", at: 1 };

describe("a promotion", () => {
  it("keeps the model that was live", () => {
    const next = promote(model("1.0.0"), model("2.0.0"), act);
    expect(next).toEqual({ champion: model("2.0.0"), previous: model("1.0.0"), action: "promote", ...act });
  });

  it("of the model that is live changes nothing", () => {
    expect(promote(model("1.0.0"), model("1.0.0"), act)).toBeNull();
  });
});

describe("a rollback", () => {
  it("goes back to the champion before, and back again", () => {
    const last = {
      revision: 1,
      champion: model("2.0.0"),
      previous: model("1.0.0"),
      action: "promote" as const,
      ...act,
    };
    const back = { revision: 2, ...rollback(last, act) };
    expect(back.champion).toEqual(model("1.0.0"));
    expect(rollback(back, act).champion).toEqual(model("2.0.0"));
  });
});

describe("a model", () => {
  const models = [model("1.0.0"), model("2.0.0")];

  it("is found by name and version, or by the beginning of its digest", () => {
    expect(find(models, "wear@2.0.0")).toEqual(model("2.0.0"));
    expect(find(models, "10ff")).toEqual(model("1.0.0"));
    expect(find([model("1.0.0")], "wear")).toEqual(model("1.0.0"));
  });

  it("is not guessed", () => {
    expect(() => find(models, "wear")).toThrow(/may be wear@1\.0\.0 \(10ffee\), wear@2\.0\.0/);
    expect(() => find(models, "tear")).toThrow(/no model tear/);
  });
});
