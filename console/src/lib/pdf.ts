// pdf.js, loaded when the first PDF is opened; its worker and data are files of this site.
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";

export interface Pdf {
  pages: number;
  draw(page: number, canvas: HTMLCanvasElement, width: number): Promise<void>;
  close(): Promise<void>;
}

export async function isPdf(file: Blob): Promise<boolean> {
  return (await file.slice(0, 1024).text()).includes("%PDF-");
}

export async function openPdf(file: Blob): Promise<Pdf> {
  const pdfjs = await import("pdfjs-dist");
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
  const loading = pdfjs.getDocument({
    data: await file.arrayBuffer(),
    cMapUrl: "/pdf/cmaps/",
    standardFontDataUrl: "/pdf/standard_fonts/",
    wasmUrl: "/pdf/wasm/",
    iccUrl: "/pdf/iccs/",
    enableXfa: false,
  });
  const opened = await loading.promise;
  let running: { cancel(): void } | null = null;
  return {
    pages: opened.numPages,
    async draw(number, canvas, width) {
      running?.cancel();
      const page = await opened.getPage(Math.min(Math.max(number, 1), opened.numPages));
      const scale = (width / page.getViewport({ scale: 1 }).width) * Math.min(devicePixelRatio || 1, 2);
      const viewport = page.getViewport({ scale });
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      const task = page.render({ canvas, viewport });
      running = task;
      await task.promise.catch((error: Error) => {
        if (error.name !== "RenderingCancelledException") throw error;
      });
    },
    close: () => loading.destroy(),
  };
}
