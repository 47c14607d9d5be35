/** Indexing of folders and uploaded tars while the service answers. */
package dev.patchseek.api.jobs;
