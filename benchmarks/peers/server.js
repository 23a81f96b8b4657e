// An express-pouchdb server on leveldb, as its own documentation sets one up for PouchDB clients.
"use strict";

const express = require("express");
const PouchDB = require("pouchdb");

const folder = process.argv[2];
const app = express();
app.use(
  "/",
  require("express-pouchdb")(PouchDB.defaults({ prefix: folder + "/" }), {
    mode: "minimumForPouchDB",
    overrideMode: { include: [] },
  }),
);
const server = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(JSON.stringify({ port: server.address().port }) + "\n");
});
process.on("SIGTERM", () => process.exit(0));
