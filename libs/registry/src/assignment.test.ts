import type { ModelReference } from "@presage/contracts";
import { describe, expect, it } from "vitest";
import { promote, rollback, shadow, withdraw } from "./assignment.ts";
import { find } from "./find.ts";

const model = (version: string) => ({ name: "wear", version, digest: `${version[0]}0ffee` });
const act = { by: "jo", at: 1 };

const [first, second, third] = ["1.0.0", "2.0.0", "3.0.0"].map(model) as [
  ModelReference,
  ModelReference,
  ModelReference,
];

describe("a promotion", () => {
  it("keeps the model that was live, to go back to", () => {
    const next = promote({ champion: first }, second, act);
    expect(next).toEqual({ champion: second, previous: first, action: "promote", ...act });
  });

  it("of the model that is live changes nothing", () => {
    expect(promote({ champion: first }, first, act)).toBeNull();
  });

  it("of the challenger ends its shadow, and that of another model does not", () => {
    const roles = { champion: first, challenger: second };
    expect(promote(roles, second, act)).not.toHaveProperty("challenger");
    expect(promote(roles, third, act)).toMatchObject({ champion: third, challenger: second });
  });
});

describe("a rollback", () => {
  it("goes back to the champion before, and back again", () => {
    const back = rollback({ champion: second, previous: first }, act);
    expect(back).toEqual({ champion: first, previous: second, action: "rollback", ...act });
    expect(back && rollback(back, act)).toMatchObject({ champion: second, previous: first });
  });

  it("is none where there was nothing before", () => {
    expect(rollback({ champion: first }, act)).toBeNull();
  });
});

describe("a challenger", () => {
  it("stands beside champion and the one before, and is withdrawn", () => {
    const roles = { champion: second, previous: first };
    const beside = shadow(roles, third, act);
    expect(beside).toEqual({ ...roles, challenger: third, action: "shadow", ...act });
    expect(beside && withdraw(beside, act)).toEqual({ ...roles, action: "withdraw", ...act });
  });

  it("takes the place of another", () => {
    expect(shadow({ champion: first, challenger: second }, third, act)).toMatchObject({ challenger: third });
  });

  it("is not the champion, nor itself again, and none cannot be withdrawn", () => {
    const roles = { champion: first, challenger: second };
    for (const same of [first, second]) expect(shadow(roles, same, act)).toBeNull();
    expect(withdraw({ champion: first }, act)).toBeNull();
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
