/** Packs files into a tar (POSIX ustar), without reading them before they are sent. */

const BLOCK = 512;
const text = new TextEncoder();

/** @param files {{path: string, file: File}[]} */
export function tarOf(files) {
  const parts = [];
  for (const {path, file} of files) {
    parts.push(header(path, file.size), file, new Uint8Array((BLOCK - file.size % BLOCK) % BLOCK));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return new Blob(parts, {type: 'application/x-tar'});
}

function header(path, size) {
  const block = new Uint8Array(BLOCK);
  const write = (value, at) => block.set(text.encode(value), at);
  const [prefix, name] = split(path);
  write(name, 0);
  write('0000644\0', 100);
  write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  write('00000000000\0', 136);
  write(' '.repeat(8), 148);
  write('0', 156);
  write('ustar\x0000', 257);
  write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** A name has 100 bytes, the folders before it 155 more. */
function split(path) {
  if (text.encode(path).length <= 100) return ['', path];
  for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    if (text.encode(name).length <= 100 && text.encode(prefix).length <= 155) return [prefix, name];
  }
  throw new Error(`the name ${path} is too long`);
}
