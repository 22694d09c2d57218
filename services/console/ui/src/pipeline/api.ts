import { type Query, withQuery } from "../api.ts";

export const pipelinePaths = {
  overview: "/api/pipeline",
  silent: "/api/pipeline/silent",
  rejections: (query: Query) => withQuery("/api/pipeline/rejections", query),
  counts: (hours: number) => withQuery("/api/pipeline/rejections/counts", { hours }),
  rejection: (id: number) => `/api/pipeline/rejections/${id}`,
  payload: (id: number) => `/api/pipeline/rejections/${id}/payload`,
};
