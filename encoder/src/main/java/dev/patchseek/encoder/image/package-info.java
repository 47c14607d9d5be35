/**
 * From a picture of any size to the pixels a vision tower reads, as Pillow and Hugging Face do it.
 */
package dev.patchseek.encoder.image;
