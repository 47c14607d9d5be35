/** What operators see: health, facts, request ids. */
package dev.patchseek.api.operations;
