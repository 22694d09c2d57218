# One image for all services: docker run presage run features
# What is in it: /presage/dist/sbom.cdx.json (CycloneDX) and /presage/dist/licences.csv
FROM node:22-slim AS build
WORKDIR /presage
COPY . .
RUN npm ci --ignore-scripts && npm run build && npm run sbom && npm run licences && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /presage
COPY --from=build --chown=root:root /presage /presage
USER 1000:1000
ENTRYPOINT ["node", "/presage/services/cli/dist/main.js"]
CMD ["up"]
