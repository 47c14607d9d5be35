/** The service from other Java programs. */
package dev.patchseek.client;
