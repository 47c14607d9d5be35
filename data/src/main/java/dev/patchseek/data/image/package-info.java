/** Picture files to pixels and back. */
package dev.patchseek.data.image;
