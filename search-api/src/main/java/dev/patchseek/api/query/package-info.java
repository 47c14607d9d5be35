/** What a request asks for: words, weights, words to avoid, pictures and regions of them. */
package dev.patchseek.api.query;
