/** Who may do what: API keys, roles, and what protects a browser's user. */
package dev.patchseek.api.security;
