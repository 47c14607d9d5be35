/** The indexed pictures themselves: facts, thumbnails, original files. */
package dev.patchseek.api.images;
