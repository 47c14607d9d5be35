package dev.patchseek.indexer.query;

import java.util.List;

/**
 * What a plan found.
 *
 * @param plan its name
 * @param best images, best first, with their exact scores
 * @param stages what it did
 */
record Ranking(String plan, List<Candidate> best, List<Explanation.Stage> stages) {}
