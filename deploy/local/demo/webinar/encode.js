// Runs in the browser that encodes the film: draws a screen, a pointer and the title, picture by picture.
(size) => {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const pen = canvas.getContext("2d", { alpha: false });
  const made = [];
  const encoder = new VideoEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      made.push({ at: chunk.timestamp / 1000, key: chunk.type === "key", data: btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join("")) });
    },
    error: (problem) => { window.film.problem = String(problem); },
  });
  encoder.configure({
    codec: "vp09.00.31.08", width: size.width, height: size.height, framerate: size.rate,
    latencyMode: "quality", bitrateMode: "quantizer",
  });
  const frame = (title, done) => {
    pen.fillStyle = "#ffbe2e";
    pen.fillRect(0, size.top + size.screen, size.width * done, 5);
    pen.fillStyle = "#fff";
    pen.font = "600 23px 'Liberation Serif', Georgia, serif";
    pen.textBaseline = "middle";
    pen.fillText(title, 26, size.top / 2);
  };
  const pointer = (x, y, pressed) => {
    if (pressed) {
      pen.beginPath();
      pen.arc(x, y, 26, 0, 7);
      pen.fillStyle = "#ffbe2e99";
      pen.fill();
    }
    pen.beginPath();
    for (const [dx, dy] of [[0, 0], [0, 27], [6.5, 21], [11, 31], [16, 29], [11.5, 19], [20, 19]]) pen.lineTo(x + dx, y + dy);
    pen.closePath();
    pen.fillStyle = "#1b1b1b";
    pen.fill();
    pen.lineWidth = 2.5;
    pen.strokeStyle = "#fff";
    pen.stroke();
  };
  window.film = {
    async add(shot) {
      const screen = new Image();
      screen.src = shot.screen;
      await screen.decode();
      for (const [place, picture] of shot.pictures.entries()) {
        pen.fillStyle = "#0b4b3f";
        pen.fillRect(0, 0, size.width, size.height);
        if (shot.whole) pen.drawImage(screen, 0, 0, size.width, size.height);
        else pen.drawImage(screen, 0, size.top, size.width, size.screen);
        if (!shot.whole) frame(shot.title, picture.done);
        if (picture.x !== null) pointer(picture.x, picture.y, picture.pressed);
        const drawn = new VideoFrame(canvas, { timestamp: picture.at * 1000, duration: 1e6 / size.rate });
        encoder.encode(drawn, { keyFrame: shot.key && place === 0, vp9: { quantizer: size.quantizer } });
        drawn.close();
        while (encoder.encodeQueueSize > 4) await new Promise((go) => setTimeout(go, 5));
      }
      if (this.problem) throw new Error(this.problem);
    },
    async end() {
      await encoder.flush();
      return made;
    },
  };
}
