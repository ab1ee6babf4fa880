import { spawn } from 'node:child_process'

/** Opens the address in the user's browser where the system knows how to; says nothing where it does not. */
export function openBrowser(address: string): void {
  const [command, args] = openerOf(process.platform, address)
  const opener = spawn(command, args, { stdio: 'ignore', detached: true })
  opener.on('error', () => {})
  opener.unref()
}

function openerOf(platform: NodeJS.Platform, address: string): [string, string[]] {
  if (platform === 'darwin') return ['open', [address]]
  // `start` is the shell's own; its first quoted argument would be a title.
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', address]]
  return ['xdg-open', [address]]
}
