import { client } from '../../../api/client.ts'
import { toBase64 } from '../content-draft.ts'

/** A file that the page may read, wherever Brokkr runs. */
export interface ChosenFile {
  readonly file: File
  /** Enough of its text for a preview. */
  readonly beginning: string
  /** The file goes on behind the beginning. */
  readonly isCut: boolean
}

const BEGINNING_BYTES = 256 * 1024
/** A page takes one without missing a frame. */
const PIECE_BYTES = 512 * 1024

/** @throws DOMException when it cannot be read */
export async function chosenFile(file: File): Promise<ChosenFile> {
  const beginning = await file.slice(0, BEGINNING_BYTES).text()
  return { file, beginning, isCut: file.size > BEGINNING_BYTES }
}

/**
 * Gives a file to the job that waits for it, at the pace of the job: one piece of it is under way at a time.
 * @throws DOMException when it cannot be read, because it was changed or has gone meanwhile
 */
export async function feedFile(jobId: string, file: File): Promise<void> {
  for (let from = 0; ; from += PIECE_BYTES) {
    const bytes = new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer())
    const isLast = from + PIECE_BYTES >= file.size
    const { isWanted } = await client.transfers.feed({ jobId, base64: toBase64(bytes), isLast })
    if (!isWanted) return
  }
}
