/** From words to token ids and back to the places in the text they came from. */
package dev.patchseek.encoder.text;
