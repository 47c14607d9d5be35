/** The one model and the one index that all requests share, behind a bounded pool. */
package dev.patchseek.api.engine;
