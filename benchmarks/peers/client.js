// A PouchDB client that is told what to do: one JSON object a line in, one out.
"use strict";

const fs = require("fs");
const readline = require("readline");
const PouchDB = require("pouchdb");
PouchDB.plugin(require("pouchdb-adapter-memory"));

const [folder, adapter] = process.argv.slice(2);
const open = (name) => new PouchDB(adapter === "memory" ? name : folder + "/" + name, { adapter });
let written = null;

const timed = async (replicate) => {
  const cpu = process.cpuUsage();
  const begin = process.hrtime.bigint();
  const result = await replicate();
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  if (!result.ok || result.doc_write_failures || result.errors.length) {
    throw new Error("replication failed: " + JSON.stringify(result.errors).slice(0, 500));
  }
  return { seconds, cpu: (user + system) / 1e6, documents: result.docs_written };
};

const commands = {
  // Writes the documents of a file, one a line, into the local database; not part of what is measured.
  async load({ path, name }) {
    written = open(name);
    const documents = fs.readFileSync(path, "utf8").trimEnd().split("\n").map(JSON.parse);
    for (let first = 0; first < documents.length; first += 1000) {
      const answers = await written.bulkDocs(documents.slice(first, first + 1000));
      if (answers.some((answer) => answer.error)) throw new Error("a document was not written");
    }
    return { documents: (await written.info()).doc_count };
  },
  push({ url, batch_size, batches_limit }) {
    return timed(() => written.replicate.to(url, { batch_size, batches_limit }));
  },
  async pull({ url, name, batch_size, batches_limit }) {
    const fresh = open(name);
    const result = await timed(() => fresh.replicate.from(url, { batch_size, batches_limit }));
    await fresh.destroy();
    return result;
  },
  versions() {
    const version = (name) => require(name + "/package.json").version;
    const versions = { node: process.version };
    for (const name of ["pouchdb", "express-pouchdb", "express", "leveldown"]) versions[name] = version(name);
    return versions;
  },
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { command, ...values } = JSON.parse(line);
    let answer;
    try {
      answer = await commands[command](values);
    } catch (error) {
      answer = { error: String(error.stack || error) };
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
})();
