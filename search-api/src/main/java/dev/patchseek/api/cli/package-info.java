/** The service's command. */
package dev.patchseek.api.cli;
