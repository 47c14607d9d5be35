/** Errors as problem details, RFC 9457. */
package dev.patchseek.api.problem;
