import { safeStorage } from 'electron'
import { texts } from '../languages/texts.ts'

/* oxlint-disable typescript/no-deprecated -- what follows them is missing in the oldest Electron that has to run this */

/** The system's keychain, as Electron reaches it: DPAPI, Keychain, or the Secret Service of a Linux desktop. */
export function systemKeychain() {
  const why = whyNot()
  if (why !== null) return { isAvailable: false, why } as const
  return {
    isAvailable: true,
    encrypt: (text: string): Uint8Array => safeStorage.encryptString(text),
    decrypt: (bytes: Uint8Array): string => safeStorage.decryptString(Buffer.from(bytes)),
  } as const
}

/** Where no Secret Service runs, Chromium encrypts with a password that everybody knows: that protects nobody. */
function whyNot(): string | null {
  const isObvious = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
  if (isObvious) return texts.connections.noSecretService
  return safeStorage.isEncryptionAvailable() ? null : texts.connections.keychainUnusable
}
