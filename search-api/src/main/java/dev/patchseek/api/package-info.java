/** The search service: one index, its model, and the HTTP interface over both. */
package dev.patchseek.api;
