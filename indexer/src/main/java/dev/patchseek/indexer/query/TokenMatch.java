package dev.patchseek.indexer.query;

/**
 * The patch of an image that answers a token best.
 *
 * @param token its number in the query, from 0
 * @param patch row · columns + column
 * @param score the dot product of the two unit vectors, -1..1
 * @param weight of the token in the image's score; negative for what it should not show
 */
public record TokenMatch(int token, int patch, float score, float weight) {}
