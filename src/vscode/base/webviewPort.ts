import type { Webview } from 'vscode';
import type { Port } from '../../rpc/messenger.ts';

/** The host's end of a webview's messages. */
export function webviewPort(webview: Webview): Port {
  return {
    // A webview that has gone takes no message; there is nothing left to tell it.
    post: message => void webview.postMessage(message),
    listen(listener) {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => subscription.dispose();
    },
  };
}
