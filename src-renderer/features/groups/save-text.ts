/** Hands a text to the user as a file. */
export function saveText(text: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const anchor = document.createElement('a')
  anchor.href = address
  anchor.download = fileName
  anchor.click()
  // The download has its own hold of the text once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
