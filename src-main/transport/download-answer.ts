import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { OfferedDownload } from '../procedures/downloads.ts'
import { refuse } from './static-files.ts'

/** Answers with an export as it is made. Its size is not known before its end, which only a complete one has. */
export function answerDownload(response: ServerResponse, download: OfferedDownload | null): void {
  if (download === null) return refuse(response, 404, 'There is no such download. Export once more.')
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(download.fileName)}`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  download.begin({
    write: async (bytes) => {
      gone.signal.throwIfAborted()
      if (!response.write(bytes)) await once(response, 'drain', { signal: gone.signal })
    },
    end: (how) => {
      if (how === 'complete') response.end()
      else response.destroy()
    },
  })
}
