export const dataWorker = {
  failed: {
    what: 'Brokkr could not do that.',
    remedy: 'Try again. If it stays, please report it with this text.',
  },
}
