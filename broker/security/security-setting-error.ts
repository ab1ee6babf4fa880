/** A setting of TLS or SASL that a listener cannot be opened with; the message is the sentence that its owner is told. */
export class SecuritySettingError extends Error {
  override readonly name = 'SecuritySettingError'
}
