/** Captioned pictures and the formats they come in. */
package dev.patchseek.data.dataset;
