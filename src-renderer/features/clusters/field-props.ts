import type { SecretName } from '../../api/connections.ts'
import type { ConnectionDraft } from './connection-draft.ts'

/** What each part of the form of a connection gets. */
export interface DraftFieldsProps {
  readonly draft: ConnectionDraft
  readonly onChange: (change: Partial<ConnectionDraft>) => void
  /** What is wrong, by the path in the contract: `security.login.username`. */
  readonly issues: ReadonlyMap<string, string>
  /** The secrets that the back end has already: they need not be written again. */
  readonly kept: readonly SecretName[]
}
