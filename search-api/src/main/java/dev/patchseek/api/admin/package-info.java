/** What only administrators may do. */
package dev.patchseek.api.admin;
