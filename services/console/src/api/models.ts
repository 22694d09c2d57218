import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { ModelDesk } from "../models/desk.ts";
import { readDrift } from "../models/drift.ts";
import { classOf } from "../models/held.ts";
import { requires } from "../people/access.ts";
import { audit } from "../people/audit.ts";
import { ComparisonAnswer, ComparisonQuery } from "../schema/comparison.ts";
import {
  AssignmentAnswer,
  AssignmentRequest,
  ClassParams,
  ModelHistory,
  type ModelName,
  ModelOverview,
  ModelPackage,
  PackageParams,
} from "../schema/model.ts";
import { assetsByClass } from "../store/asset-list.ts";
import type { Api } from "./context.ts";
import { notFound, Refusal, REFUSALS } from "./problem.ts";

const TAGS = ["models"];

const titleOf = ({ name, version }: ModelName): string => `${name}@${version}`;

/** Models: what is live where, what there is, how a challenger does, and who changes what is live. */
export const modelRoutes: FastifyPluginAsyncTypebox<Api> = async (app, api) => {
  const { db, live, desk: given, comparisons, metrics, inOneProcess, now } = api;

  function desk(): ModelDesk {
    if (given === undefined) throw notFound("registry of models that this console can reach");
    return given;
  }

  async function packageOf(digest: string): Promise<ModelPackage> {
    const found = (await desk().packages()).filter((each) => each.digest.startsWith(digest));
    const [first] = found;
    if (first === undefined || found.length > 1) throw notFound("package with this digest");
    return first;
  }

  async function classNamed(name: string) {
    const found = (await desk().classes()).find((each) => each.class === name);
    if (found === undefined) throw notFound("class of assets with this name");
    return found;
  }

  app.get(
    "/models",
    {
      schema: {
        tags: TAGS,
        summary: "What is live where, the packages there are, and how far inputs have drifted",
        response: { 200: ModelOverview, ...REFUSALS },
      },
    },
    async () => {
      const drift = { here: inOneProcess, limit: 0, notable: 0, models: [] };
      if (given === undefined) return { available: false, classes: [], packages: [], drift };
      const counts = await assetsByClass(db);
      const classes = (await given.classes()).map((each) => classOf(each, counts.get(each.class) ?? 0));
      const inRole = classes.flatMap(({ champion, challenger }) => [
        titleOf(champion.model),
        ...(challenger ? [titleOf(challenger.model)] : []),
      ]);
      return {
        available: true,
        classes,
        packages: [...(await given.packages())],
        drift: {
          ...drift,
          ...given.drift,
          models: inOneProcess ? await readDrift(metrics, [...new Set(inRole)]) : [],
        },
      };
    },
  );

  app.get(
    "/models/packages/:digest",
    {
      schema: {
        tags: TAGS,
        summary: "One model package: its manifest's facts and its card",
        params: PackageParams,
        response: { 200: ModelPackage, ...REFUSALS },
      },
    },
    ({ params: { digest } }) => packageOf(digest),
  );

  app.get(
    "/models/classes/:class/history",
    {
      schema: {
        tags: TAGS,
        summary: "What was assigned to a class of assets, newest first",
        params: ClassParams,
        response: { 200: ModelHistory, ...REFUSALS },
      },
    },
    async ({ params }) => {
      const { history } = await classNamed(params.class);
      return { items: history.toReversed() };
    },
  );

  app.get(
    "/models/classes/:class/comparison",
    {
      schema: {
        tags: TAGS,
        summary:
          "A challenger beside the champion, by what the log holds; it is computed while one asks again",
        params: ClassParams,
        querystring: ComparisonQuery,
        response: { 200: ComparisonAnswer, ...REFUSALS },
      },
    },
    async ({ params, query: { challenger, champion, from, to, after } }) => {
      if (comparisons === undefined) throw notFound("registry of models that this console can reach");
      if (from !== undefined && to !== undefined && from >= to)
        throw new Refusal(400, "request-invalid", "`from` is not before `to`.");
      const { champion: liveNow, revision } = classOf(await classNamed(params.class), 0);
      if (revision === 0) throw notFound("model that was ever in shadow for this class");
      const other = await packageOf(challenger);
      const one = champion === undefined ? liveNow.model : await packageOf(champion);
      return comparisons.ask({ champion: nameAlone(one), challenger: nameAlone(other), from, to }, after);
    },
  );

  app.post(
    "/models/classes/:class/assignments",
    {
      onRequest: requires("data-scientist"),
      schema: {
        tags: TAGS,
        summary: "Promote a model, put it into shadow, withdraw it, or roll back",
        description:
          "409 `model-worse`: it did worse in shadow, and `force` was not set; 409 `registry-conflict`: somebody else was first.",
        params: ClassParams,
        body: AssignmentRequest,
        response: { 200: AssignmentAnswer, ...REFUSALS },
      },
    },
    async ({ params, body, who }) => {
      const { action, model, force, revision } = body;
      const comment = body.comment?.trim();
      const needsModel = action === "promote" || action === "shadow";
      if (needsModel !== (model !== undefined))
        throw new Refusal(
          400,
          "request-invalid",
          needsModel ? `\`${action}\` needs \`model\`.` : `\`model\` does not belong to \`${action}\`.`,
        );
      await classNamed(params.class);
      const by = who?.name ?? "";
      const answer = await desk().assign({
        assetClass: params.class,
        action,
        model,
        by,
        at: now(),
        ...(comment !== undefined && comment !== "" && { comment }),
        force,
        revision,
      });
      if (answer.changed) {
        const { champion, previous, challenger } = answer;
        await audit(
          db,
          {
            by,
            action: `model.${action}`,
            target: params.class,
            detail: {
              champion: titleOf(champion),
              digest: champion.digest,
              ...(previous && { previous: titleOf(previous) }),
              ...(challenger && { challenger: titleOf(challenger) }),
              ...(force === true && { force }),
              ...(comment !== undefined && comment !== "" && { comment }),
            },
          },
          now(),
        );
        live.tell({ topics: new Set(["models"]), assets: [] });
      }
      return answer;
    },
  );
};

const nameAlone = ({ name, version, digest }: ModelName): ModelName => ({ name, version, digest });
