# All of Presage, 131 MB beside Node.js: docker build -t presage:0.1.0 . && docker run presage:0.1.0 run features
# One service, for a small machine: docker build --build-arg SERVICE=features -t presage-features:0.1.0 .
# What is in it: /presage/dist/sbom.cdx.json (CycloneDX) and /presage/dist/licences.csv
FROM node:22-slim AS build
WORKDIR /source
COPY . .
RUN npm ci --ignore-scripts && npm run build && npm run licences
ARG SERVICE=all
RUN node test/dist/supply/main.js image "$SERVICE" /presage && install -d -o 1000 -g 1000 /data

# Only /var/lib/presage and /tmp are written to; all else may be read-only.
FROM node:22-slim
ENV NODE_ENV=production PRESAGE_DATA_DIR=/var/lib/presage
WORKDIR /presage
COPY --from=build --chown=root:root /presage /presage
COPY --from=build --chown=1000:1000 /data /var/lib/presage
VOLUME /var/lib/presage
USER 1000:1000
ENTRYPOINT ["node", "/presage/services/cli/dist/main.js"]
CMD ["up"]
