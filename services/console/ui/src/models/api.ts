import type { AssignmentAnswer, AssignmentRequest, ModelName } from "../../../src/schema/model.ts";
import { post, type Query, withQuery } from "../api.ts";

const ofClass = (name: string): string => `/api/models/classes/${encodeURIComponent(name)}`;

export const modelPaths = {
  overview: "/api/models",
  package: (digest: string) => `/api/models/packages/${encodeURIComponent(digest)}`,
  history: (name: string) => `${ofClass(name)}/history`,
  comparison: (name: string, query: Query) => withQuery(`${ofClass(name)}/comparison`, query),
};

export const assign = (name: string, request: AssignmentRequest): Promise<AssignmentAnswer> =>
  post(`${ofClass(name)}/assignments`, request);

export const titleOf = ({ name, version }: ModelName): string => `${name}@${version}`;
