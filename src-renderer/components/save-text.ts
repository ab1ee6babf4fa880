export interface TextFile {
  readonly name: string
  readonly text: string
  readonly type: 'application/json' | 'text/csv'
}

/** Hands a text to the system as a file that was downloaded. */
export function saveText({ name, text, type }: TextFile): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own hold of the text once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
