/** What an operator may choose, by file, environment or flag. */
package dev.patchseek.api.settings;
