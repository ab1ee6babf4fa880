export const windows = {
  updates: {
    what: 'No update was looked for.',
    inBrowser: {
      why: 'The console runs in a browser, and is replaced by who has installed it.',
      remedy: 'Install the newer version as this one was installed.',
    },
    noFeed: { why: 'No feed is set.', remedy: 'Set its address first.' },
    remedy: 'Check the address of the feed, and whether this machine reaches it.',
  },
}
