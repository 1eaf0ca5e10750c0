# Alone, this image is the laptop size: docker run -p 127.0.0.1:3000:3000 -v broadsheet:/data broadsheet
# docker-compose.yml runs it in its largest size.

FROM node:24-bookworm-slim AS build
WORKDIR /app
# The sources come first: `npm ci` ends with `prepare`, which compiles them to dist/.
COPY . .
RUN npm ci

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# `prepare` needs the compiler, which is not installed here; no production dependency needs a script of its own.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY bin ./bin
COPY config ./config
COPY models ./models
# `broadsheet …` by name inside the container: docker compose exec web broadsheet sources list
RUN ln -s /app/bin/broadsheet.js /usr/local/bin/broadsheet \
  && chmod 755 /app/bin/broadsheet.js \
  && install -d -o node -g node -m 700 /data
USER node
EXPOSE 3000
ENTRYPOINT ["node", "/app/bin/broadsheet.js"]
CMD ["start"]
