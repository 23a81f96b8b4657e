// @tus/server on a folder: tells its port on stdout and serves until it is killed.
import http from "node:http"
import { FileStore } from "@tus/file-store"
import { Server } from "@tus/server"

const [directory, port] = process.argv.slice(2)
const server = new Server({
  path: "/v1/offices/office/scans",
  relativeLocation: true,
  datastore: new FileStore({ directory }),
  namingFunction: (_request, metadata) => metadata.sha256,
})
const listener = http.createServer((request, response) => server.handle(request, response))
listener.listen(Number(port), "127.0.0.1", () => {
  process.stdout.write(JSON.stringify({ port: listener.address().port }) + "\n")
})
