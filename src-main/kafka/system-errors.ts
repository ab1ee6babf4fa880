import { texts } from '../languages/texts.ts'

/** Why a connection failed, for what the system or its TLS says. */
export function explainSystemError(error: Error): string {
  const words = texts.connections.errors
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EPROTO') return words.notTls
  if (code.startsWith('ERR_SSL_')) return code.includes('ALERT') ? words.tlsRefused(error.message) : words.notTls
  const known = systemErrors[code]
  if (known !== undefined) return words[known]
  return error.message === '' ? words.noSystemReason : `${error.message}.`
}

const systemErrors: Partial<Record<string, SystemErrorText>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'closedByBroker',
  ENOTFOUND: 'nameUnknown',
  EAI_AGAIN: 'nameNotLookedUp',
  EHOSTUNREACH: 'noWayToHost',
  ENETUNREACH: 'noWayToNetwork',
  ETIMEDOUT: 'noAnswerInTime',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobodyTrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'authorityNotTrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'authorityNotTrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'authorityNotTrusted',
  CERT_HAS_EXPIRED: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'otherHost',
}

type SystemErrorText =
  | 'refused'
  | 'reset'
  | 'closedByBroker'
  | 'nameUnknown'
  | 'nameNotLookedUp'
  | 'noWayToHost'
  | 'noWayToNetwork'
  | 'noAnswerInTime'
  | 'nobodyTrusted'
  | 'authorityNotTrusted'
  | 'expired'
  | 'otherHost'
