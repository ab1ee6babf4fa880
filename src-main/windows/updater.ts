import { app } from 'electron'

/** Looks for a newer version of the app at the address that a user has set, when that user asks. */
export const updater = {
  /** The newer version that the feed has; null: none. @throws Error where the feed does not answer as one. */
  async check(feed: string): Promise<string | null> {
    const { autoUpdater } = await load()
    autoUpdater.setFeedURL({ provider: 'generic', url: feed })
    const found = await autoUpdater.checkForUpdates()
    return found?.isUpdateAvailable === true ? found.updateInfo.version : null
  },

  /** Fetches what was found and starts it in place of this one. Its signature is checked where the system has signatures. */
  async install(): Promise<void> {
    const { autoUpdater } = await load()
    await autoUpdater.downloadUpdate()
    autoUpdater.quitAndInstall()
  },
}

/** Loaded by who asks: whoever never does has none of it in memory. */
async function load() {
  const { default: electronUpdater } = await import('electron-updater')
  const { autoUpdater } = electronUpdater
  autoUpdater.autoDownload = false
  autoUpdater.autoInstallOnAppQuit = false
  // From a folder of sources there is nothing to install, but a feed can be tried.
  autoUpdater.forceDevUpdateConfig = !app.isPackaged
  autoUpdater.logger = null
  return { autoUpdater }
}
