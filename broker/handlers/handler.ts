import type { Api } from '../protocol/api.ts'
import type { Fields, Struct, StructInput } from '../schema/field.ts'
import type { Access } from '../security/authorizer/access.ts'
import type { Principal } from '../security/principal.ts'
import type { RequestQuotas } from '../security/quotas/request-quotas.ts'
import type { BrokerContext } from './broker-context.ts'
import type { ClientConnection, Lending } from './client-connection.ts'

/** What a handler knows beside the request itself. */
export interface RequestContext {
  readonly version: number
  readonly clientId: string | null
  readonly connection: ClientConnection
  /** In whose name the request comes; `User:ANONYMOUS` where the listener asks nobody. */
  readonly principal: Principal
  /** The client's address as ACLs name hosts, without a slash. */
  readonly clientAddress: string
  /** The listener that the request came in by. */
  readonly listenerName: string
  /** What ACLs let the sender do. */
  readonly access: Access
  /** What the client is measured by. */
  readonly quotas: RequestQuotas
  /** The size of the whole request. */
  readonly requestBytes: number
  readonly broker: BrokerContext
}

/** Instead of a response: the client wants none (acks=0), or gets the end of its connection. */
export class NoResponse {
  /** Why the connection must end; null when all is well. */
  readonly closeReason: string | null
  /** For how long the client has to pause. */
  readonly throttleMs: number

  constructor(closeReason: string | null = null, throttleMs = 0) {
    this.closeReason = closeReason
    this.throttleMs = throttleMs
  }
}

/** A response after which the connection must end. */
export class LastResponse<Response> {
  readonly response: Response
  readonly closeReason: string

  constructor(response: Response, closeReason: string) {
    this.response = response
    this.closeReason = closeReason
  }
}

/** A response in memory that is borrowed. */
export class LentResponse<Response> {
  readonly response: Response
  readonly lending: Lending

  constructor(response: Response, lending: Lending) {
    this.response = response
    this.lending = lending
  }
}

export type HandlerResult<Response extends Fields> =
  | StructInput<Response>
  | NoResponse
  | LastResponse<StructInput<Response>>
  | LentResponse<StructInput<Response>>

/**
 * What the broker does for one API. `handle` gives the response, or a promise of it where it has to wait; whatever it
 * throws closes the connection, so errors that Kafka has a code for are answered inside.
 */
export interface Handler<Request extends Fields = Fields, Response extends Fields = Fields> {
  readonly api: Api<Request, Response>
  handle(request: Struct<Request>, context: RequestContext): HandlerResult<Response> | Promise<HandlerResult<Response>>
}

/** A handler whose messages follow from its API. */
export function handler<const Request extends Fields, const Response extends Fields>(
  api: Api<Request, Response>,
  handle: Handler<Request, Response>['handle'],
): Handler<Request, Response> {
  return { api, handle }
}
