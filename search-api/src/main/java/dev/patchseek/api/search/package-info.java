/** Text in, ranked pictures out. */
package dev.patchseek.api.search;
