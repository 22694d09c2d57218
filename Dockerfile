# One image for all services: docker run presage run features
FROM node:22-slim AS build
WORKDIR /presage
COPY . .
RUN npm ci --ignore-scripts && npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /presage
COPY --from=build --chown=root:root /presage /presage
USER 1000:1000
ENTRYPOINT ["node", "/presage/services/cli/dist/main.js"]
CMD ["up"]
