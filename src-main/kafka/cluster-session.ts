import type { Api } from '../../broker/protocol/api.ts'
import type { Fields, Struct, StructInput } from '../../broker/schema/field.ts'

/** Which broker a request goes to. The session knows leaders, coordinators and the controller, and looks again when they have moved. */
export type RequestTarget =
  | { readonly kind: 'any' }
  | { readonly kind: 'controller' }
  | { readonly kind: 'broker'; readonly nodeId: number }
  | { readonly kind: 'coordinator'; readonly groupId: string }

export interface RequestOptions {
  /** Any broker when left out. */
  readonly target?: RequestTarget
  /** Not a newer version than this, where newer ones say things in a way that the caller does not follow. */
  readonly maxVersion?: number
  /** Default 30 s. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

/** What operations on a cluster need of the connection to it. */
export interface ClusterSession {
  /**
   * Sends one request in the newest version that both sides have and gives the response as it is: error codes in it are the caller's
   * to look at. Requests of acks 0 have no response and resolve with null.
   *
   * @throws UnreachableError when no connection can be had or it is lost under way; UnsupportedByBrokerError when the broker
   * does not have the API.
   */
  request<Request extends Fields, Response extends Fields>(
    api: Api<Request, Response>,
    value: StructInput<Request>,
    options?: RequestOptions,
  ): Promise<Struct<Response>>
}
