package dev.patchseek.api.query;

/**
 * A token of the words that were asked for.
 *
 * @param start index of its first UTF-16 unit in the typed query
 * @param end index behind its last UTF-16 unit
 * @param word number of the word it belongs to, from 0 in reading order
 */
public record AskedToken(int start, int end, int word) {}
