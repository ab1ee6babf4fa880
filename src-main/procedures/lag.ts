import { api } from './implementer.ts'

export const lag = {
  pinned: api.lag.pinned.handler(({ context, input }) => context.lagRecorder.pinned(input.clusterId)),
  pin: api.lag.pin.handler(({ context, input }) => context.lagRecorder.pin(input)),
  unpin: api.lag.unpin.handler(({ context, input }) => context.lagRecorder.unpin(input)),
  history: api.lag.history.handler(({ context, input: { from, to, ...group } }) =>
    context.lagRecorder.history(group, { from: Number(from), to: Number(to) }),
  ),
}
