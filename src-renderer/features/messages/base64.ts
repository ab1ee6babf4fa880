/** A multiple of four, so that each piece can be decoded by itself. */
const PIECE_CHARACTERS = 1024 * 1024

/** How many bytes a base64 text stands for. */
export function decodedSize(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return Math.floor((base64.length * 3) / 4) - padding
}

/** The bytes of a base64 text, all at once: for texts that are short. */
export function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(decodedSize(base64))
  for (const piece of pieces(base64)) write(bytes, piece)
  return bytes
}

/** The same in pieces, with time for everything else between them: for texts of many megabytes. */
export async function decodeBase64InPieces(base64: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(decodedSize(base64))
  for (const piece of pieces(base64)) {
    write(bytes, piece)
    await new Promise((resolve) => setTimeout(resolve))
    signal.throwIfAborted()
  }
  return bytes
}

interface Piece {
  readonly text: string
  readonly position: number
}

function* pieces(base64: string): Generator<Piece> {
  for (let at = 0; at < base64.length; at += PIECE_CHARACTERS) {
    yield { text: base64.slice(at, at + PIECE_CHARACTERS), position: (at / 4) * 3 }
  }
}

function write(bytes: Uint8Array, { text, position }: Piece): void {
  const binary = atob(text)
  for (let index = 0; index < binary.length; index++) bytes[position + index] = binary.charCodeAt(index)
}
