// The search runs in a Worker, and browsers start none for a page that was opened from a folder (file://). There, this
// stands in for it: the worker's script runs in a hidden frame, which has the same functions under the same names.
if (location.protocol === "file:") {
  const inFrame = `
    window.postMessage = message => parent.postMessage(message, "*");
    window.importScripts = (...urls) => urls.reduce((before, url) => before.then(() => new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = done;
      script.onerror = failed;
      document.body.appendChild(script);
    })), Promise.resolve());
  `;

  // The theme looks for this name to know where a frame is, and takes the places of its own scripts from there.
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.appendChild(this.frame);
      const inside = this.frame.contentWindow;
      inside.document.open();
      inside.document.write(`<body><script>${inFrame}<\/script><script src="${url}"><\/script></body>`);
      inside.document.close();
      this.ready = new Promise((done) => { inside.onload = done; }); // after open(), which takes listeners away
      window.addEventListener("message", (event) => {
        if (event.source === inside) this.dispatchEvent(new MessageEvent("message", { data: event.data }));
      });
    }

    postMessage(message) {
      const copy = structuredClone(message);
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data: copy })));
    }

    terminate() {
      this.frame.remove();
    }
  };
  window.Worker = window.IFrameWorker;
}
