(() => {
  const data = JSON.parse(document.getElementById("attention-data").textContent);
  const n = data.positions;
  const side = Math.round(Math.sqrt(n - 1));
  const byId = (id) => document.getElementById(id);
  const choice = { picture: byId("picture"), layer: byId("layer"), head: byId("head"), what: byId("what") };
  const images = data.pictures.map((picture) => Object.assign(new Image(), { src: picture.image }));
  let asked = 0; // 0 is CLS, then the patches row by row

  const add = (select, value, text) => select.add(new Option(text, value));
  data.pictures.forEach((picture, i) => add(choice.picture, i, picture.name));
  data.pictures[0].layers.forEach((layer, i) => add(choice.layer, i, layer.number));
  add(choice.head, -1, "mean of all");
  for (let head = 0; head < data.heads; head++) add(choice.head, head, head);
  choice.layer.value = data.pictures[0].layers.length - 1;

  const unpacked = (packed) => {
    if (!packed.values) {
      const bytes = Uint8Array.from(atob(packed.scores), (c) => c.charCodeAt(0));
      const steps = new Uint16Array(bytes.buffer);
      packed.values = Float32Array.from(steps, (s) => packed.low + s * packed.step);
    }
    return packed.values;
  };

  const softmax = (row) => {
    const most = row.reduce((a, b) => Math.max(a, b));
    const powers = row.map((s) => Math.exp(s - most));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((p) => p / sum);
  };

  /** N rows of N numbers of the chosen heads. */
  const rows = (packed) => {
    const values = unpacked(packed);
    const head = Number(choice.head.value);
    const heads = head < 0 ? [...Array(data.heads).keys()] : [head];
    const all = [];
    for (let row = 0; row < n; row++) {
      const mean = new Float32Array(n);
      for (const h of heads) {
        const from = (h * n + row) * n;
        const scores = values.subarray(from, from + n);
        const shown = choice.what.value === "scores" ? scores : softmax(scores);
        for (let i = 0; i < n; i++) mean[i] += shown[i] / heads.length;
      }
      all.push(mean);
    }
    return all;
  };

  const largest = (matrix) => matrix.reduce((most, row) => row.reduce((m, v) => Math.max(m, Math.abs(v)), most), 1e-12);

  const colour = (value, most) => {
    const strength = Math.min(1, Math.abs(value) / most);
    return value < 0 ? [185, 28, 28, strength] : [29, 78, 216, strength];
  };

  const drawMatrix = (canvas, matrix) => {
    canvas.width = n;
    canvas.height = n;
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(n, n);
    const most = choice.what.value === "scores" ? largest(matrix) : largest(matrix) / 4;
    matrix.forEach((row, y) => row.forEach((value, x) => {
      const [r, g, b, strength] = colour(value, most);
      pixels.data.set([r, g, b, Math.round(255 * strength)], 4 * (y * n + x));
    }));
    context.putImageData(pixels, 0, 0);
  };

  const drawOver = (canvas, image, row) => {
    canvas.width = 280;
    canvas.height = 280;
    const context = canvas.getContext("2d");
    const cell = 280 / side;
    context.globalAlpha = 0.45;
    context.drawImage(image, 0, 0, 280, 280);
    context.globalAlpha = 1;
    const patches = row.slice(1);
    const most = patches.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-12);
    patches.forEach((value, p) => {
      const [r, g, b, strength] = colour(value, most);
      context.fillStyle = `rgba(${r},${g},${b},${0.85 * strength})`;
      context.fillRect((p % side) * cell, Math.floor(p / side) * cell, cell, cell);
    });
    if (asked > 0) {
      context.strokeStyle = "#111";
      context.lineWidth = 2;
      context.strokeRect(((asked - 1) % side) * cell, Math.floor((asked - 1) / side) * cell, cell, cell);
    }
  };

  const draw = () => {
    const number = Number(choice.picture.value);
    const layer = data.pictures[number].layers[Number(choice.layer.value)];
    const before = rows(layer.before);
    const after = rows(layer.after);
    const change = before.map((row, y) => row.map((value, x) => after[y][x] - value));
    [before, after, change].forEach((matrix, i) => {
      drawMatrix(byId(`matrix-${i}`), matrix);
      drawOver(byId(`over-${i}`), images[number], matrix[asked]);
    });
    byId("asked").textContent = asked === 0 ? "CLS looks" : `patch ${asked - 1} looks`;
  };

  for (let i = 0; i < 3; i++) {
    byId(`over-${i}`).addEventListener("click", (event) => {
      const box = event.target.getBoundingClientRect();
      const column = Math.floor(((event.clientX - box.left) / box.width) * side);
      const row = Math.floor(((event.clientY - box.top) / box.height) * side);
      asked = 1 + row * side + column;
      draw();
    });
  }
  byId("cls").addEventListener("click", () => { asked = 0; draw(); });
  Object.values(choice).forEach((select) => select.addEventListener("change", draw));
  Promise.all(images.map((image) => image.decode())).then(draw);
})();
