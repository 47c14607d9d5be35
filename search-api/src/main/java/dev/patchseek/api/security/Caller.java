package dev.patchseek.api.security;

/**
 * Who sent a request.
 *
 * @param name of the key, or the address where there is none
 */
public record Caller(String name, Role role) {}
