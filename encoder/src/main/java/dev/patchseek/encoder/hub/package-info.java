/** Checkpoints from the Hugging Face hub, checked byte for byte. */
package dev.patchseek.encoder.hub;
