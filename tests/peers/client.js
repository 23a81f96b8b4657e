// tus-js-client sending one file, resumed from the address that it stored: one JSON object a line on stdout.
import fs from "node:fs"
import * as tus from "tus-js-client"

const [endpoint, path, sha256, token, store] = process.argv.slice(2)
const tell = (news) => fs.writeSync(1, JSON.stringify(news) + "\n")

const upload = new tus.Upload(fs.createReadStream(path), {
  endpoint,
  uploadSize: fs.statSync(path).size,
  chunkSize: 256 * 1024,
  retryDelays: [200, 500, 1000, 2000, 3000, 5000, 10000],
  metadata: { sha256, filetype: "application/pdf" },
  headers: { Authorization: `Bearer ${token}`, "Sync-Protocol": "1" },
  urlStorage: new tus.FileUrlStorage(store),
  storeFingerprintForResuming: true,
  onProgress: (sent) => tell({ sent }),
  onChunkComplete: (size, accepted) => tell({ accepted }),
  onSuccess: () => tell({ done: upload.url }),
  onError: (error) => {
    tell({ failed: String(error) })
    process.exitCode = 1
  },
})

const previous = await upload.findPreviousUploads()
if (previous.length > 0) {
  upload.resumeFromPreviousUpload(previous[0])
  tell({ resumed: previous[0].uploadUrl })
}
upload.start()
