/** Pictures, folders and tars that are dropped on the page. */

import {tarOf} from './tar.js';

const PICTURE = /\.(jpe?g|png|webp|gif|bmp|tiff?)$/i;

/**
 * @param page shows that something may be dropped, by the class `dropping`
 * @param search called with a single picture file
 * @param index called with a tar as Blob and the name it should have
 */
export function acceptDrops(page, search, index) {
  let depth = 0;
  const isOffer = event => [...event.dataTransfer.types].includes('Files');
  const show = () => page.classList.toggle('dropping', depth > 0);
  addEventListener('dragenter', event => { if (isOffer(event)) { depth++; show(); } });
  addEventListener('dragleave', event => { if (isOffer(event)) { depth = Math.max(0, depth - 1); show(); } });
  addEventListener('dragover', event => { if (isOffer(event)) event.preventDefault(); });
  addEventListener('drop', async event => {
    if (!isOffer(event)) return;
    event.preventDefault();
    depth = 0;
    show();
    await take(await filesOf(event.dataTransfer), search, index);
  });
}

/** @param files {{path: string, file: File}[]} */
export async function take(files, search, index) {
  const tar = files.find(({path}) => /\.tar$/i.test(path));
  const pictures = files.filter(({path}) => PICTURE.test(path));
  if (tar) await index(tar.file, tar.file.name.replace(/\.tar$/i, ''));
  else if (files.length === 1 && !files[0].path.includes('/')) await search(files[0].file);
  else if (pictures.length) await index(tarOf(pictures.map(inside)), nameOf(pictures));
}

const inside = ({path, file}) => ({file, path: path.includes('/') ? path.slice(path.indexOf('/') + 1) : path});
const nameOf = ([{path}]) => path.includes('/') ? path.slice(0, path.indexOf('/')) : 'dropped';

async function filesOf(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map(file => ({path: file.name, file}));
  return (await Promise.all(entries.map(entry => walk(entry, '')))).flat();
}

async function walk(entry, above) {
  const path = above + entry.name;
  if (entry.isFile) return [{path, file: await new Promise((done, fail) => entry.file(done, fail))}];
  const reader = entry.createReader();
  const found = [];
  for (;;) { // a reader gives a hundred at a time, and none at its end
    const more = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!more.length) break;
    found.push(...more);
  }
  return (await Promise.all(found.map(child => walk(child, `${path}/`)))).flat();
}
