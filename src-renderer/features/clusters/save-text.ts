/** Hands a text to the system as a file that was downloaded. */
export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has its own hold of the text once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
