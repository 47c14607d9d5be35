/** Which part of a picture answers which word, as numbers and as an overlay. */
package dev.patchseek.api.heatmap;
